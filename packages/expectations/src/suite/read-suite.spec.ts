import { UserError } from '@modelgate/contracts';
import { readSuite } from './read-suite';
import { renderSuite } from './render-suite';

const filePath = 'models/credit/expectations/train.yaml';

const YAML_1 = `# columns of the training data
name: applications
meta: { owner: risk }
notes: reviewed
x-team: risk
expectations:
  - type: expect_column_values_to_not_be_null
    kwargs: { column: age }
    severity: warning
    id: 4a1
`;

const JSON_0 = `{
\t"expectation_suite_name": "applications",
\t"data_asset_type": "Dataset",
\t"ge_cloud_id": null,
\t"evaluation_parameters": { "low": 0 },
\t"expectations": [
\t\t{ "expectation_type": "expect_column_mean_to_be_between", "kwargs": { "column": "age", "min_value": 0 }, "meta": { "x-note": 1 } }
\t]
}`;

describe('readSuite', () => {
  it('reads the spelling of 1.x and keeps what it does not use', () => {
    expect(readSuite(YAML_1, { filePath })).toEqual({
      name: 'applications',
      spelling: '1.x',
      meta: { owner: 'risk' },
      extra: { notes: 'reviewed', 'x-team': 'risk' },
      expectations: [
        {
          type: 'expect_column_values_to_not_be_null',
          kwargs: { column: 'age' },
          severity: 'warning',
          extra: { id: '4a1' },
          place: { file: filePath, line: 7, column: 5 },
        },
      ],
    });
  });

  it('reads the spelling of 0.x, as JSON with tabs', () => {
    expect(readSuite(JSON_0, { filePath: 'suite.json' })).toEqual({
      name: 'applications',
      spelling: '0.x',
      parameters: { low: 0 },
      extra: { data_asset_type: 'Dataset', ge_cloud_id: null },
      expectations: [
        {
          type: 'expect_column_mean_to_be_between',
          kwargs: { column: 'age', min_value: 0 },
          meta: { 'x-note': 1 },
          place: { file: 'suite.json', line: 7, column: 3 },
        },
      ],
    });
  });

  it.each([
    ['name: a\nexpectations: []\n', '1.x'],
    ['expectation_suite_name: a\nexpectations: []\n', '0.x'],
    ['name: a\nexpectations: [{ expectation_type: expect_x }]\n', 'mixed'],
    ['expectations: []\n', '1.x'],
  ])('says which spelling %j has: %s', (text, spelling) => {
    expect(readSuite(text, { filePath }).spelling).toBe(spelling);
  });

  it.each([
    ['models/a/expectations/train.yaml', 'train'],
    ['suites\\test.YML', 'test'],
    ['my.suite.json', 'my.suite'],
  ])('takes the stem of %s for a missing name', (path, name) => {
    expect(readSuite('expectations: []', { filePath: path }).name).toBe(name);
  });

  it('leaves types and arguments to the evaluation', () => {
    const text =
      'expectations:\n  - { type: expect_nothing, kwargs: { colum: 1 } }\n  - { type: expect_x }\n';
    expect(readSuite(text, { filePath }).expectations.map(({ type, kwargs }) => ({ type, kwargs }))).toEqual([
      { type: 'expect_nothing', kwargs: { colum: 1 } },
      { type: 'expect_x', kwargs: {} },
    ]);
  });

  it.each([
    ['an empty file', '', ':1  the file is empty'],
    ['broken YAML', 'name: [a\n', ':2:1  not readable: '],
    ['broken JSON', '{ "name": "a", }, ', ':1:17  not readable: '],
    ['a list', '- a\n', ':1:1  expected a suite with its expectations, got ["a"]'],
    ['no expectations', 'name: a\n', ':1:1  expectations: is missing; expected a list of expectations'],
    [
      'expectations that are no list',
      'expectations: 3\n',
      ':1:15  expectations: expected a list of expectations, got 3',
    ],
    [
      'a misspelled key',
      'name: a\nexpectaions: []\n',
      ':2:1  expectaions: unknown key; did you mean "expectations"?',
    ],
    [
      'a misspelled key of an expectation',
      'expectations:\n  - type: expect_x\n    kwarg: { column: a }\n',
      ':3:5  expectations.0.kwarg: unknown key; did you mean "kwargs"?',
    ],
    [
      'a misspelled type key',
      'expectations:\n  - expectation_typ: expect_x\n',
      ':2:5  expectations.0.expectation_typ: unknown key; did you mean "expectation_type"?',
    ],
    [
      'no type',
      'expectations:\n  - kwargs: { column: a }\n',
      ':2:5  expectations.0.type: is missing; expected the type of an expectation',
    ],
    [
      'a type that is no text',
      'expectations:\n  - type: 3\n',
      ':2:11  expectations.0.type: expected a text, got 3',
    ],
    [
      'two types',
      'expectations:\n  - type: expect_a\n    expectation_type: expect_b\n',
      ':3:23  expectations.0.expectation_type: says "expect_b" where type says "expect_a"; keep one of the two',
    ],
    [
      'kwargs that are a list',
      'expectations:\n  - type: expect_a\n    kwargs: [1]\n',
      ':3:13  expectations.0.kwargs: expected a mapping of keys to values, got [1]',
    ],
    [
      'an expectation that is a text',
      'expectations: [expect_a]\n',
      ':1:16  expectations.0: expected an expectation with type and kwargs, got "expect_a"',
    ],
    [
      'an unknown severity',
      'expectations:\n  - type: expect_a\n    severity: warnin\n',
      ':3:15  expectations.0.severity: expected one of critical, warning, info, got "warnin"; did you mean "warning"?',
    ],
  ])('names file, line and column of %s', (_what, text, message) => {
    const reading = () => readSuite(text, { filePath });
    expect(reading).toThrow(UserError);
    expect(reading).toThrow(filePath + message);
  });

  it('reports every mistake', () => {
    const text = 'expectations:\n  - kwargs: {}\n  - type: a\n    severity: x\n';
    expect(() => readSuite(text, { filePath })).toThrow(
      `${filePath}:2:5  expectations.0.type: is missing; expected the type of an expectation\n${filePath}:4:15  expectations.1.severity: `,
    );
  });
});

describe('renderSuite', () => {
  it('writes what readSuite reads', () => {
    const suite = readSuite(YAML_1, { filePath });
    const again = readSuite(renderSuite(suite), { filePath });
    const placeless = (read: typeof suite) => ({
      ...read,
      expectations: read.expectations.map((expectation) => ({ ...expectation, place: undefined })),
    });
    expect(placeless(again)).toEqual(placeless(suite));
  });

  it('quotes names that YAML 1.1 takes for booleans', () => {
    const text = renderSuite({
      name: 'no',
      spelling: '1.x',
      expectations: [{ type: 'expect_x', kwargs: { column: 'on', "it's": 'a: "b" $(c)' } }],
    });
    expect(text).toMatch(/name: "no"[^]*column: "on"/);
    expect(readSuite(text, { filePath }).expectations[0]?.kwargs).toEqual({
      column: 'on',
      "it's": 'a: "b" $(c)',
    });
  });
});
