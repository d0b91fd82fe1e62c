import type { Json, JsonObject } from '../json';
import { writeParquet } from '../testing/parquet-file';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { expectColumnValuesToBeInSet } from './expect-column-values-to-be-in-set';

const folder = tempFolder();
const TYPE = 'expect_column_values_to_be_in_set';
const parquet = `${folder.path}/values.parquet`;
const csv = folder.write('values.csv', 'n,t,f\n1,a,True\n2,b,False\n,NA,\n3,"it\'s",True\n');

beforeAll(() =>
  writeParquet(
    parquet,
    `SELECT * FROM (VALUES
      (9007199254740993, 1.0::DOUBLE, 'a', true, 0.5::DECIMAL(3,1), DATE '2024-01-01', TIMESTAMP '2024-01-01 00:00:00', TIMESTAMPTZ '2024-01-01 00:00:00+00', [1], 'cf2a4a4e-2b0f-4a2e-9d34-111111111111'::UUID),
      (2, 2.5, 'b', false, 2.0, DATE '2024-01-02', TIMESTAMP '2024-01-02 10:00:00', TIMESTAMPTZ '2024-01-02 10:00:00+00', [2], 'cf2a4a4e-2b0f-4a2e-9d34-222222222222'::UUID),
      (NULL, 'nan', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
    ) AS t(whole, float, text, flag, price, day, moment, instant, list, id)`,
  ),
);

/** What pandas calls unexpected, by the place of the row. */
const cases: [column: string, set: Json[], unexpected: number[]][] = [
  ['whole', [9007199254740992, 2], [0]],
  ['whole', [2.0, 2.5, true], [0]],
  ['whole', ['2'], [0, 1]],
  ['whole', [1e300, 2], [0]],
  ['float', [1, 2.5], []],
  ['float', [true], [1]],
  ['float', ['1.0'], [0, 1]],
  ['text', ['a', 'b'], []],
  ['text', ['a', null, 'b', 1], []],
  ['text', ['A', 'b'], [0]],
  ['text', [1, 2], [0, 1]],
  ['text', [], [0, 1]],
  ['flag', [1], [1]],
  ['flag', [true, false], []],
  ['flag', [0.0, 'x'], [0]],
  ['flag', ['True', 'False'], [0, 1]],
  ['price', [0.5, 2], []],
  ['day', ['2024-01-01', '2024-1-2'], []],
  ['moment', ['2024-01-01', '2024-01-02 10:00'], []],
  ['moment', ['2024-01-01T00:00:00'], [1]],
  ['moment', ['20240101', '2024/01/02 10:00'], []],
  ['moment', ['1/2/2024 10:00 AM', '01Jan2024'], []],
  ['moment', ['2024-01-01', 'quack'], [0, 1]],
  ['moment', ['2024-01-01T00:00:00+00:00'], [0, 1]],
  ['instant', ['2024-01-01T02:00:00+02:00'], [1]],
  ['instant', ['2024-01-01', '2024-01-02 10:00'], [0, 1]],
  ['list', ['a'], [0, 1]],
  ['id', ['cf2a4a4e-2b0f-4a2e-9d34-111111111111', 'no id'], [1]],
];

describe('values in a set', () => {
  it.each(cases)('%s in %j leaves the rows %j', async (column, value_set, unexpected) => {
    const { success, result, exception_info } = await run(
      parquet,
      TYPE,
      { column, value_set },
      { resultFormat: 'COMPLETE' },
    );
    expect(exception_info.exception_message).toBeNull();
    expect(result).toMatchObject({
      element_count: 3,
      missing_count: 1,
      unexpected_count: unexpected.length,
      unexpected_index_list: unexpected,
    });
    expect(success).toBe(unexpected.length === 0);
  });

  it.each<[JsonObject, boolean, Json[]]>([
    [{ column: 'n', value_set: [1, 2, 3] }, true, []],
    [{ column: 'n', value_set: [1, 2] }, false, [3]],
    [{ column: 'n', value_set: [1, 2], mostly: 0.66 }, true, []],
    [{ column: 'n', value_set: [1, 2], mostly: 0.67 }, false, [3]],
    [{ column: 't', value_set: ["it's", 'a', 'b'] }, true, []],
    [{ column: 't', value_set: ["'); DROP TABLE x; --", 'a', 'b'] }, false, ["it's"]],
    [{ column: 'f', value_set: [true] }, false, [false]],
  ])('of CSV: %j is %s', async (kwargs, success, listed) => {
    const found = await run(csv, TYPE, kwargs);
    expect(found.success).toBe(success);
    if (!success) expect(found.result.partial_unexpected_list).toEqual(listed);
  });

  it('of times counts members once that name the same moment', async () => {
    const value_set = ['2024-01-01T00:00:00Z', '2024-01-01T02:00:00+02:00', '20240101'];
    const type = 'expect_column_distinct_values_to_contain_set';
    expect(await run(parquet, type, { column: 'moment', value_set })).toMatchObject({
      success: false,
      result: { missing_count: 1 },
    });
  });

  it('may be a set of thousands', async () => {
    const value_set = Array.from({ length: 20_000 }, (_none, index) => `value ${index}`);
    expect((await run(csv, TYPE, { column: 't', value_set })).result.unexpected_count).toBe(3);
    expect((await run(csv, TYPE, { column: 't', value_set: [...value_set, 'a', 'b', "it's"] })).success).toBe(
      true,
    );
  });

  it('holds over no rows', async () => {
    const path = folder.write('none.csv', 'n\n');
    expect(await run(path, TYPE, { column: 'n', value_set: [1] })).toMatchObject({
      success: true,
      result: { element_count: 0, unexpected_percent: null },
    });
  });

  it.each([
    [{ column: 'n' }, 'value_set: is missing; expected a list of numbers, texts and booleans'],
    [{ column: 'n', value_set: null }, 'value_set: expected a list of numbers, texts and booleans'],
    [{ column: 'n', value_set: 'ab' }, 'value_set: expected a list of numbers, texts and booleans'],
    [{ column: 'n', value_set: [[1]] }, 'value_set.0: expected a list of numbers, texts and booleans'],
  ])('refuses %j', async (kwargs, message) => {
    expect((await run(csv, TYPE, kwargs)).exception_info.exception_message).toContain(message);
  });

  it('tells when the set holds values of another type', async () => {
    const kwargs = { column: 'n', value_set: ['1', '2', 3] };
    const { result } = await run(csv, TYPE, kwargs);
    expect(expectColumnValuesToBeInSet.tell(kwargs, result)).toMatchObject({
      expected: 'every value of "n" is one of "1", "2", 3',
      found: '2 of 3 values fail (67 %)',
      fix: 'correct or drop these rows, or add the values to value_set; no value of the column, whose type is BIGINT, equals "1", "2"',
    });
  });
});
