import { readSuite } from '../suite/read-suite';
import { renderSuite } from '../suite/render-suite';
import { userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { validate } from '../validate';
import { suggest } from './suggest';

const folder = tempFolder();

const lines = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_none, row) => line(row)).join('\n');

const one = folder.write(
  'one.csv',
  `id,age,balance,grade,note,rare\n${lines(
    400,
    (row) =>
      `k${row},${20 + (row % 50)},${row - 100},${'abc'[row % 3]},${row % 10 === 0 ? '' : `note ${row}`},${row === 0 ? 1 : ''}`,
  )}\n`,
);
const two = folder.write(
  'two.csv',
  `id,age,balance,grade,note,rare,more\n${lines(
    100,
    (row) => `k${row},${10 + row},${row},${'bcd'[row % 3]},${row % 4 === 0 ? '' : `note ${row}`},,1`,
  )}\n`,
);

describe('suggest', () => {
  it('proposes what the data passes, each with its rule and evidence', async () => {
    const suite = await suggest({ data: { path: one }, name: 'one' });
    const brief = suite.expectations.map(({ type, kwargs: { column, ...kwargs }, meta }) => [
      meta?.['rule'],
      column,
      type.replace('expect_', ''),
      kwargs,
    ]);
    expect(brief).toEqual([
      [
        'columns',
        undefined,
        'table_columns_to_match_set',
        { column_set: ['id', 'age', 'balance', 'grade', 'note', 'rare'], exact_match: true },
      ],
      ['retain_type', 'id', 'column_values_to_be_in_type_list', { type_list: ['str'] }],
      ['complete_if_complete', 'id', 'column_values_to_not_be_null', {}],
      ['unique', 'id', 'column_values_to_be_unique', {}],
      ['retain_type', 'age', 'column_values_to_be_in_type_list', { type_list: ['int64'] }],
      ['complete_if_complete', 'age', 'column_values_to_not_be_null', {}],
      ['non_negative', 'age', 'column_min_to_be_between', { min_value: 0 }],
      ['range', 'age', 'column_values_to_be_between', { min_value: 20, max_value: 69 }],
      ['retain_type', 'balance', 'column_values_to_be_in_type_list', { type_list: ['int64'] }],
      ['complete_if_complete', 'balance', 'column_values_to_not_be_null', {}],
      ['range', 'balance', 'column_values_to_be_between', { min_value: -100, max_value: 299 }],
      ['unique', 'balance', 'column_values_to_be_unique', {}],
      ['retain_type', 'grade', 'column_values_to_be_in_type_list', { type_list: ['str'] }],
      ['complete_if_complete', 'grade', 'column_values_to_not_be_null', {}],
      ['categorical_range', 'grade', 'column_values_to_be_in_set', { value_set: ['a', 'b', 'c'] }],
      ['retain_type', 'note', 'column_values_to_be_in_type_list', { type_list: ['str'] }],
      ['retain_completeness', 'note', 'column_values_to_not_be_null', { mostly: 0.86 }],
      ['retain_type', 'rare', 'column_values_to_be_in_type_list', { type_list: ['int64', 'float64'] }],
      ['non_negative', 'rare', 'column_min_to_be_between', { min_value: 0 }],
      ['range', 'rare', 'column_values_to_be_between', { min_value: 1, max_value: 1 }],
    ]);
    expect(suite.expectations.every(({ severity }) => severity === 'warning')).toBe(true);
    const completeness = suite.expectations.find(({ meta }) => meta?.['rule'] === 'retain_completeness');
    expect(completeness?.meta?.['evidence']).toEqual({
      rows: 400,
      missing: 40,
      lowest_completeness: 0.9,
      // statsmodels: proportion_confint(360, 400, method='wilson')[0]
      wilson_lower: expect.closeTo(0.86672, 4),
      confidence: 0.95,
    });
  });

  it('of several files proposes what all of them pass', async () => {
    const suite = await suggest({ data: [{ path: one }, { path: two }] });
    const kwargsOf = (rule: string, column: string) =>
      suite.expectations.find(({ meta, kwargs }) => meta?.['rule'] === rule && kwargs['column'] === column)
        ?.kwargs;
    expect(suite.expectations[0]?.kwargs).toEqual({
      column_set: ['id', 'age', 'balance', 'grade', 'note', 'rare'],
      exact_match: false,
    });
    expect(kwargsOf('range', 'age')).toEqual({ column: 'age', min_value: 10, max_value: 109 });
    expect(kwargsOf('categorical_range', 'grade')).toEqual({
      column: 'grade',
      value_set: ['a', 'b', 'c', 'd'],
    });
    expect(kwargsOf('retain_completeness', 'note')).toEqual({ column: 'note', mostly: 0.65 });
    expect(kwargsOf('unique', 'id')).toEqual({ column: 'id' });
    expect(suite.meta).toEqual({ rows: 500, files: 2 });
  });

  it.each([
    ['one file', [one]],
    ['both', [one, two]],
  ])('is a suite that is read again and passes: %s', async (_what, paths) => {
    const data = paths.map((path) => ({ path }));
    const suite = readSuite(renderSuite(await suggest({ data })), { filePath: 'suggested.yaml' });
    for (const each of data) {
      const { results } = await validate({ data: each, suite, resultFormat: 'BASIC' });
      expect(
        results.filter(({ success }) => !success).map(({ expectation_config: config }) => config),
      ).toEqual([]);
    }
  });

  it('of a header alone asks for its columns', async () => {
    const { expectations } = await suggest({ data: { path: folder.write('header.csv', 'a,b\n') } });
    expect(expectations.map(({ type }) => type)).toEqual(['expect_table_columns_to_match_set']);
  });

  it('refuses files of which no column is in all', async () => {
    const other = folder.write('other.csv', 'x,y\n1,2\n');
    const text = await userErrorOf(suggest({ data: [{ path: one }, { path: other, name: 'other.csv' }] }));
    expect(text).toMatch(/no column in common, .*\n {2}why: .*other\.csv has "x", "y"\n {2}fix: /);
  });

  it('names a file that is not there', async () => {
    expect(await userErrorOf(suggest({ data: [{ path: one }, { path: 'gone.csv' }] }))).toContain('gone.csv');
  });
});
