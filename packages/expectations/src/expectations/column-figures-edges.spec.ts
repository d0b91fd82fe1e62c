import type { Json, JsonObject } from '../json';
import { writeParquet } from '../testing/parquet-file';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { definitionOf } from './registry';

const folder = tempFolder();
const values = `${folder.path}/values.parquet`;
const many = `${folder.path}/many.parquet`;
const csv = folder.write('values.csv', 'n,t,d\n1,a,2024-01-01\n2,NA,2024-01-02\n3,b,\n');

beforeAll(async () => {
  await writeParquet(
    values,
    `SELECT i AS n, i % 40 AS m, i % 3 = 0 AS third, CASE WHEN i % 2 = 0 THEN 1e308 ELSE 1.7e308 END AS huge, ` +
      `CASE i WHEN 0 THEN 'inf'::DOUBLE WHEN 1 THEN '-inf' ELSE i END AS ends, 'v' || i AS name FROM range(100) AS t(i)`,
  );
  await writeParquet(many, `SELECT i % 1000 AS m, i AS n FROM range(2000001) AS t(i)`);
});

const C = 'expect_column_';
const FIRST_TEN = { row_condition: 'col("n") < 10' };

describe('figures of a column at their edges', () => {
  it.each<[path: string, type: string, kwargs: JsonObject, success: boolean, observed: Json]>([
    ['values', 'mean_to_be_between', { column: 'huge', min_value: 1e308 }, true, 'Infinity'],
    ['values', 'sum_to_be_between', { column: 'huge', min_value: 1e308 }, true, 'Infinity'],
    ['values', 'sum_to_be_between', { column: 'ends' }, false, null],
    ['values', 'min_to_be_between', { column: 'ends', max_value: 0 }, true, '-Infinity'],
    ['values', 'sum_to_be_between', { column: 'n', ...FIRST_TEN, min_value: 45, max_value: 45 }, true, 45],
    ['values', 'max_to_be_between', { column: 'n', ...FIRST_TEN, max_value: 9 }, true, 9],
    ['values', 'max_to_be_between', { column: 'third', ...FIRST_TEN }, true, true],
    ['values', 'median_to_be_between', { column: 'n', ...FIRST_TEN, max_value: 4.5 }, true, 4.5],
    ['values', 'unique_value_count_to_be_between', { column: 'm', min_value: 40, max_value: 40 }, true, 40],
    ['values', 'unique_value_count_to_be_between', { column: 'm', ...FIRST_TEN, max_value: 10 }, true, 10],
    ['many', 'unique_value_count_to_be_between', { column: 'm', max_value: 1000 }, true, 1000],
    ['many', 'proportion_of_unique_values_to_be_between', { column: 'n', min_value: 1 }, true, 1],
    ['values', 'most_common_value_to_be_in_set', { column: 'third', value_set: [0] }, true, [false]],
    ['csv', 'max_to_be_between', { column: 'n', max_value: 3 }, true, 3],
    ['csv', 'sum_to_be_between', { column: 'n', max_value: 6 }, true, 6],
  ])('in %s: %s %j is %s', async (name, type, kwargs, success, observed) => {
    const path = { values, many, csv }[name] ?? name;
    const found = await run(path, `${C}${type}`, kwargs);
    expect(found.exception_info.exception_message).toBeNull();
    expect(found).toMatchObject({ success, result: { observed_value: observed } });
  });

  it('looks larger sets up in a table', async () => {
    const set = Array.from({ length: 50 }, (_none, place) => place);
    expect(
      await run(values, `${C}distinct_values_to_contain_set`, { column: 'm', value_set: set }),
    ).toMatchObject({
      success: false,
      result: { missing_count: 10, partial_missing_list: [40, 41, 42, 43, 44, 45, 46, 47, 48, 49] },
    });
    expect(
      await run(values, `${C}distinct_values_to_equal_set`, {
        column: 'm',
        value_set: set.slice(5, 40),
        ...FIRST_TEN,
      }),
    ).toMatchObject({
      success: false,
      result: { unexpected_count: 5, partial_unexpected_list: [0, 1, 2, 3, 4], missing_count: 30 },
    });
  });

  it.each(['contain', 'equal'])('finds all of a larger set: %s', async (relation) => {
    const type = `${C}distinct_values_to_${relation}_set`;
    const numbers = Array.from({ length: 40 }, (_none, place) => place);
    const names = Array.from({ length: 100 }, (_none, place) => `v${place}`);
    expect(await run(values, type, { column: 'm', value_set: numbers })).toMatchObject({ success: true });
    expect(await run(values, type, { column: 'name', value_set: names })).toMatchObject({ success: true });
  });

  it('lists twenty unexpected values and counts all of them', async () => {
    const { result } = await run(values, `${C}distinct_values_to_be_in_set`, {
      column: 'name',
      value_set: ['v1'],
    });
    expect(result.unexpected_count).toBe(99);
    expect(result.partial_unexpected_list).toHaveLength(20);
    expect(result.partial_unexpected_list?.slice(0, 3)).toEqual(['v0', 'v10', 'v11']);
  });

  it('restricts quantiles and bins to the rows of a row condition', async () => {
    const quantiles = {
      quantile_ranges: {
        quantiles: [0, 1],
        value_ranges: [
          [0, 0],
          [9, 9],
        ],
      },
    };
    expect(
      await run(values, `${C}quantile_values_to_be_between`, { column: 'n', ...quantiles, ...FIRST_TEN }),
    ).toMatchObject({
      success: true,
    });
    const chosen = { column: 'n', partition_object: null, threshold: 0 };
    const { result } = await run(values, `${C}kl_divergence_to_be_less_than`, { ...chosen, ...FIRST_TEN });
    expect(result.details).toMatchObject({ observed_partition: { bins: [0, 2.25, 4.5, 6.75, 9] } });
  });

  it('counts the rows of another table, all of them', async () => {
    const type = 'expect_table_row_count_to_equal_other_table';
    const others = { csv: { path: csv }, values: { path: values } };
    const kwargs = { other_table_name: 'csv' };
    expect(await run(values, type, kwargs, { others })).toMatchObject({
      success: false,
      result: { observed_value: { self: 100, other: 3 } },
    });
    const three = { ...kwargs, row_condition: 'col("n") < 3' };
    expect(await run(values, type, three, { others })).toMatchObject({ success: true });
    const missing = await run(values, type, { other_table_name: 'x' }, { others });
    expect(missing.exception_info.exception_message).toContain('the further tables are "csv", "values"');
  });

  it.each<[type: string, kwargs: JsonObject, message: string]>([
    ['max_to_be_between', { column: 't' }, 'pandas finds no largest one among them'],
    ['min_to_be_between', { column: 't' }, 'row_condition: col("t").notnull()'],
    ['sum_to_be_between', { column: 't' }, 'whose values cannot be added'],
    [
      'sum_to_be_between',
      { column: 'n', min_value: '2024-01-01' },
      'cannot be compared with min_value 2024-01-01',
    ],
    [
      'unique_value_count_to_be_between',
      { column: 'n', min_value: '1.5' },
      'min_value: expected a whole number',
    ],
    [
      'proportion_of_unique_values_to_be_between',
      { column: 'n', min_value: '2024-01-01' },
      'min_value: expected a number',
    ],
    [
      'distinct_values_to_be_in_set',
      { column: 'n', value_set: [] },
      'value_set: expected at least one value',
    ],
    [
      'quantile_values_to_be_between',
      { column: 'n', quantile_ranges: { quantiles: [2], value_ranges: [[0, 1]] } },
      'from 0 to 1',
    ],
    [
      'kl_divergence_to_be_less_than',
      { column: 'n', partition_object: { weights: [1] } },
      'bins and weights',
    ],
    [
      'kl_divergence_to_be_less_than',
      { column: 'n', partition_object: { values: [1], weights: [0.5] } },
      'the weights sum to 0.5 instead of 1',
    ],
  ])('refuses %s %j', async (type, kwargs, message) => {
    const found = await run(csv, `${C}${type}`, kwargs);
    expect(found).toMatchObject({ success: false, result: {} });
    expect(found.exception_info.exception_message).toContain(message);
  });

  it.each<[type: string, kwargs: JsonObject, expected: string, found: string]>([
    [
      'max_to_be_between',
      { column: 'n', max_value: 2 },
      'the largest value of "n" lies at or below 2',
      'it is 3',
    ],
    ['sum_to_be_between', { column: 'n', min_value: 9 }, 'the sum of "n" lies at or above 9', 'it is 6'],
    [
      'unique_value_count_to_be_between',
      { column: 'n', min_value: 4 },
      'the number of different values of "n" lies at or above 4',
      'it is 3',
    ],
    [
      'proportion_of_unique_values_to_be_between',
      { column: 'n', max_value: 0.5 },
      'different values over all values of "n" lie at or below 0.5',
      'they are 1',
    ],
    [
      'proportion_of_non_null_values_to_be_between',
      { column: 't', min_value: 0.9 },
      'the proportion of rows with a value of "t" lies at or above 0.9',
      'it is 0.666667',
    ],
    [
      'distinct_values_to_be_in_set',
      { column: 'n', value_set: [1, 2] },
      'the values of "n" are among 1, 2',
      '1 other value: 3',
    ],
    [
      'distinct_values_to_contain_set',
      { column: 't', value_set: ['a', 'c'] },
      'each of "a", "c" is a value of "t"',
      '1 is not there: "c"',
    ],
    [
      'distinct_values_to_equal_set',
      { column: 't', value_set: ['a', 'c'] },
      'the values of "t" are exactly "a", "c"',
      'not there: "c"; not expected: "b"',
    ],
    [
      'most_common_value_to_be_in_set',
      { column: 'n', value_set: [1] },
      'the most common value of "n" is one of 1',
      '1, 2, 3 are equally common',
    ],
    [
      'quantile_values_to_be_between',
      { column: 'n', quantile_ranges: { quantiles: [0.5], value_ranges: [[3, null]] } },
      'the quantiles of "n" lie in their ranges (0.5: at least 3)',
      'at 0.5 it is 2 instead of at least 3',
    ],
    [
      'kl_divergence_to_be_less_than',
      { column: 'n', partition_object: { values: [1, 2], weights: [0.5, 0.5] }, threshold: 0.1 },
      'the values of "n" are distributed as in partition_object (Kullback-Leibler divergence at most 0.1)',
      'the divergence is infinite or undefined',
    ],
    ['to_exist', { column: 'N' }, 'there is a column "N"', 'there is none; "n" is near to it'],
  ])('is told in words: %s %j', async (type, kwargs, expected, found) => {
    const { success, result } = await run(csv, `${C}${type}`, kwargs, { resultFormat: 'COMPLETE' });
    expect(success).toBe(false);
    const telling = definitionOf(`${C}${type}`).tell(kwargs, result);
    expect(telling.expected).toBe(expected);
    expect(telling.found).toContain(found);
  });
});
