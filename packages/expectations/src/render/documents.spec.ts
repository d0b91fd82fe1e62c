import { resultOf, validationOf } from '../testing/results';
import { renderRunJunit, renderRunMarkdown } from './documents';
import type { Run } from './run';
import { renderRunJson } from './run-json';
import { renderRunTerminal } from './terminal';

const TIME = '2026-03-01T10:00:00.000Z';
const failed = resultOf('expect_column_values_to_be_between', {
  kwargs: { column: 'age', min_value: 0 },
  success: false,
  result: {
    element_count: 4,
    unexpected_count: 1,
    partial_unexpected_list: [-5],
    partial_unexpected_index_list: [1],
  },
  place: 'suite.yaml:3:5',
});
const warned = resultOf('expect_column_values_to_not_be_null', {
  kwargs: { column: 'city' },
  success: false,
  result: { element_count: 4, unexpected_count: 1 },
  config: { severity: 'warning' },
});
const met = resultOf('expect_table_row_count_to_be_between', {
  kwargs: { min_value: 1 },
  result: { observed_value: 4 },
});

const one: Run = { time: TIME, seconds: 1.5, validations: [validationOf([met, failed, warned])] };
const two: Run = {
  time: TIME,
  validations: [...one.validations, validationOf([met], { data: 'test.csv' })],
};

describe('a run as Markdown', () => {
  it('tells failures first, with what to do', () => {
    const text = renderRunMarkdown(one);
    expect(text).toMatch(/^### ❌ train.csv: applications failed\n/);
    expect(text).toContain('1 failed, 1 warning, 1 passed');
    expect(text).toMatch(/expect\\_column\\_values\\_to\\_be\\_between\(age\).*-5 \(row 2\)/);
    expect(text).toContain('suite.yaml:3:5');
  });

  it('names suite and data of every expectation where there are several validations, and stays short enough', () => {
    const text = renderRunMarkdown(two);
    expect(text).toContain('applications over train.csv: expect\\_column\\_values');
    expect(text).toContain('| applications | test.csv | 1 | 1 | 0 |');
    const many = Array.from({ length: 3000 }, () => failed);
    expect(renderRunMarkdown({ time: TIME, validations: [validationOf(many)] }).length).toBeLessThan(65_536);
  });

  it('tells what changed since the last run', () => {
    const [validation] = one.validations;
    const previous = validationOf([met, { ...failed, success: true }, warned]).result;
    const run = { time: TIME, validations: validation ? [{ ...validation, previous }] : [] };
    expect(renderRunMarkdown(run)).toContain('Since the last run: 1 no longer met.');
  });
});

describe('a run as JUnit', () => {
  it('has one suite per validation and one case per expectation; a warning passes', () => {
    const text = renderRunJunit(two);
    expect(text).toContain('<testsuites name="modelgate" tests="4" failures="1" errors="0" skipped="0"');
    expect(text).toContain('<testsuite name="train.csv:applications" tests="3" failures="1"');
    expect(text).toContain('<testsuite name="test.csv:applications" tests="1" failures="0"');
    expect(text.match(/<failure /g)).toHaveLength(1);
    expect(text).toMatch(/<system-out>warning: every row has a value/);
  });
});

describe('a run as JSON', () => {
  it('is the result file itself for one validation, and results by suite and data for several', () => {
    expect(JSON.parse(renderRunJson(one))).toMatchObject({ success: false, suite_name: 'applications' });
    expect(JSON.parse(renderRunJson(two))).toMatchObject({
      success: false,
      run_id: { run_time: TIME },
      run_results: {
        'applications/train.csv': { success: false },
        'applications/test.csv': { success: true },
      },
    });
  });
});

describe('a run on a terminal', () => {
  it('is one plain, uncut line per expectation in a log', () => {
    const lines = renderRunTerminal(one, { color: false }).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^passed train\.csv\/applications\/expect_table_row_count_to_be_between: /);
    expect(lines[1]).toMatch(/^FAILED .*\(age\): .*-5 \(row 2\).*; fix: .*suite\.yaml:3:5/);
    expect(lines[2]).toMatch(/^WARNING /);
    expect(lines[3]).toBe('1 of 3 expectations met, 1 failed, 1 warning, 1.5 s');
  });

  it('is a table on a terminal, what failed first and again in full below', () => {
    const text = renderRunTerminal(one, { color: false, width: 80 });
    const lines = text.split('\n');
    expect(lines[0]).toBe('✖ applications over train.csv  The data does not meet 2 of 3 expectations.');
    expect(lines.slice(1, 4).map((line) => line.slice(2, 20))).toEqual([
      '✖  be_between(age)',
      '⚠  not_be_null(cit',
      '✔  row_count_to_be',
    ]);
    expect(text).toMatch(/\n +fix: /);
    expect(text).not.toContain('\u001b');
    expect(lines.slice(1, 4).every((line) => line.length <= 80)).toBe(true);
    expect(renderRunTerminal(one, { color: true, width: 80 })).toContain('\u001b[31m✖');
  });

  it('spells control characters out', () => {
    const text = renderRunTerminal(
      { time: TIME, validations: [validationOf([met], { data: 'a\u001b[2Jb' })] },
      { color: false },
    );
    expect(text).toContain('a\\x1b[2Jb');
  });
});
