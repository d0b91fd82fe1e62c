import type { JsonObject } from '../json';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';

/** More rows than the types and the texts of missing values are first taken from. */
const ROWS = 25_000;

describe('a text that means a missing value and comes late', () => {
  const folder = tempFolder();
  const cases: [
    column: string,
    value: (row: number) => string,
    late: string,
    missing: number,
    type: string,
  ][] = [
    ['integer', String, 'NULL', 1, 'float64'],
    ['float', (row) => `${row}.5`, 'nan', 1, 'float64'],
    ['boolean', (row) => (row % 2 ? 'True' : 'false'), 'n/a', 1, 'bool'],
    ['text', (row) => `t${row}`, '<NA>', 1, 'str'],
    ['integer with a fraction', String, '1.0', 0, 'float64'],
    ['integer with an exponent', String, '1e3', 0, 'float64'],
    ['integer with an underscore', String, '1_000', 0, 'str'],
    ['integer with zeros in front', String, '007', 0, 'int64'],
    ['float with a word', (row) => `${row}.5`, 'nought', 0, 'str'],
  ];
  const lines = Array.from({ length: ROWS }, (_, row) =>
    cases.map(([, value, late]) => (row === ROWS - 1 ? late : value(row))).join(','),
  );
  const path = folder.write('late.csv', `${cases.map(([name]) => name).join(',')}\n${lines.join('\n')}\n`);

  it.each(cases)('in a column of %s', async (column, _value, _late, missing, type) => {
    const of = async (expectation: string, kwargs: JsonObject) =>
      (await run(path, expectation, { column, ...kwargs })).success;
    expect(
      await of('expect_column_null_value_count_to_be_between', { min_value: missing, max_value: missing }),
    ).toBe(true);
    expect(await of('expect_column_values_to_be_of_type', { type_: type })).toBe(true);
  });
});

const folder = tempFolder();

it('reads a table of 1,200 columns', async () => {
  const row = (value: (index: number) => string) =>
    Array.from({ length: 1200 }, (_, index) => value(index)).join(',');
  const path = folder.write(
    'wide.csv',
    `${row((index) => `c${index}`)}\n${row(String)}\n${row(() => '7')}\n`,
  );
  const { result } = await run(path, 'expect_column_mean_to_be_between', { column: 'c1199', min_value: 0 });
  expect(result.observed_value).toBe(603);
});
