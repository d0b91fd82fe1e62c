import type { JsonObject } from '../json';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import type { ValidateOptions } from '../validate';
import { definitionOf } from './registry';

const folder = tempFolder();
const csv = folder.write(
  'orders.csv',
  [
    'id,start,end,note,a,b,c,total,none',
    '1,2024-01-01,2024-01-02,x,1,2,3,6,',
    '2,2024-01-02,2024-01-02,,1,1,4,6,',
    '3,2024-01-03,2024-01-02,y,2,,4,6,',
    '3,2024-01-04,,y,100,2,-96,6,',
    '',
  ].join('\n'),
);

const NULL = 'expect_column_values_to_be_null';
const NOT_IN = 'expect_column_values_to_not_be_in_set';
const TYPE = 'expect_column_values_to_be_of_type';
const UP = 'expect_column_values_to_be_increasing';
const DOWN = 'expect_column_values_to_be_decreasing';
const SCORES = 'expect_column_value_z_scores_to_be_less_than';
const OUTLIERS = 'expect_column_values_to_not_be_outliers';
const EQUAL = 'expect_column_pair_values_to_be_equal';
const GREATER = 'expect_column_pair_values_a_to_be_greater_than_b';
const PAIRS = 'expect_column_pair_values_to_be_in_set';
const SUM = 'expect_multicolumn_sum_to_equal';
const COMPOUND = 'expect_compound_columns_to_be_unique';
const WITHIN = 'expect_select_column_values_to_be_unique_within_record';
const SAME = 'expect_multicolumn_values_to_be_equal';

/** What is expected, found and proposed of a failed expectation, over CSV; examples in the order of the file. */
const failing: [type: string, kwargs: JsonObject, unexpected: unknown, telling: [string, string, string]][] =
  [
    [
      NULL,
      { column: 'note' },
      ['x', 'y', 'y'],
      [
        'no row has a value of "note"',
        '3 of 4 rows have one (75 %)',
        'find out what fills these rows, or drop them',
      ],
    ],
    [
      NOT_IN,
      { column: 'note', value_set: ['y', 'z'] },
      ['y', 'y'],
      [
        'no value of "note" is one of "y", "z"',
        '2 of 3 values fail (67 %)',
        'correct or drop these rows, or take the values out of value_set',
      ],
    ],
    [
      UP,
      { column: 'id', strictly: true },
      [3],
      ['"id" rises with every row', '1 of 4 rows fails (25 %)', 'sort the rows, or correct these'],
    ],
    [
      DOWN,
      { column: 'c' },
      [4],
      [
        'no value of "c" is above the one before it',
        '1 of 4 rows fails (25 %)',
        'sort the rows, or correct these',
      ],
    ],
    [
      SCORES,
      { column: 'a', threshold: 1.4, double_sided: true, mostly: 0.9 },
      [100],
      [
        'every value of "a" is less than 1.4 standard deviations from the mean',
        '1 of 4 rows fails (25 %, at most 10 % may)',
        'correct or drop these rows, or raise the threshold',
      ],
    ],
    [
      OUTLIERS,
      { column: 'a' },
      [100],
      [
        'every value of "a" is within 1.5 interquartile ranges of the quartiles',
        '1 of 4 rows fails (25 %)',
        'correct or drop these rows, or raise the multiplier',
      ],
    ],
    [
      EQUAL,
      { column_A: 'start', column_B: 'end', ignore_row_if: 'either_value_is_missing' },
      [
        ['2024-01-01', '2024-01-02'],
        ['2024-01-03', '2024-01-02'],
      ],
      [
        '"start" equals "end" in every row',
        '2 of 3 rows that are looked at fail (67 %)',
        'correct or drop these rows, or set ignore_row_if where a value may be missing',
      ],
    ],
    [
      GREATER,
      { column_A: 'end', column_B: 'start', or_equal: true },
      [
        ['2024-01-02', '2024-01-03'],
        [null, '2024-01-04'],
      ],
      [
        '"end" is at or above "start" in every row',
        '2 of 4 rows fail (50 %)',
        'correct or drop these rows, or set ignore_row_if where a value may be missing',
      ],
    ],
    [
      PAIRS,
      {
        column_A: 'a',
        column_B: 'b',
        value_pairs_set: [
          [1, 2],
          [1, 1],
          [100, 2],
        ],
      },
      [[2, null]],
      [
        '"a" and "b" are one of the pairs [1,2], [1,1], [100,2] in every row',
        '1 of 4 rows fails (25 %)',
        'correct or drop these rows, or add the pairs to value_pairs_set',
      ],
    ],
    [
      SUM,
      { column_list: ['a', 'b', 'c'], sum_total: 6, ignore_row_if: 'any_value_is_missing' },
      undefined,
      ['"a", "b", "c" add up to 6 in every row', '', ''],
    ],
    [
      SUM,
      { column_list: ['a', 'b'], sum_total: 3 },
      [
        { a: 1, b: 1 },
        { a: 2, b: null },
        { a: 100, b: 2 },
      ],
      [
        '"a", "b" add up to 3 in every row',
        '3 of 4 rows fail (75 %)',
        'correct or drop these rows, or set ignore_row_if where a value may be missing',
      ],
    ],
    [
      COMPOUND,
      { column_list: ['id', 'note'] },
      [
        { id: 3, note: 'y' },
        { id: 3, note: 'y' },
      ],
      [
        'the values of "id", "note" together occur once',
        '2 of 4 rows fail (50 %)',
        'drop the repeated rows, or find out what repeats them (a join, an append)',
      ],
    ],
    [
      WITHIN,
      { column_list: ['id', 'a', 'b'] },
      [
        { id: 1, a: 1, b: 2 },
        { id: 2, a: 1, b: 1 },
      ],
      [
        'no two of "id", "a", "b" are equal in a row',
        '2 of 4 rows fail (50 %)',
        'correct or drop these rows, or set ignore_row_if where values may be missing',
      ],
    ],
    [
      SAME,
      { column_list: ['a', 'b'], ignore_row_if: 'any_value_is_missing' },
      [
        { a: 1, b: 2 },
        { a: 100, b: 2 },
      ],
      [
        '"a", "b" are equal in every row',
        '2 of 3 rows that are looked at fail (67 %)',
        'correct or drop these rows, or set ignore_row_if where a value may be missing',
      ],
    ],
  ];

const COMPLETE: Partial<ValidateOptions> = { resultFormat: 'COMPLETE' };

describe('an expectation about values or rows', () => {
  it.each(failing)('%s %j finds its rows', async (type, kwargs, unexpected, [expected, found, fix]) => {
    const { success, result, exception_info } = await run(csv, type, kwargs, COMPLETE);
    expect(exception_info.exception_message).toBeNull();
    const telling = definitionOf(type).tell(kwargs, result);
    expect(telling.expected).toBe(expected);
    expect(success).toBe(unexpected === undefined);
    if (unexpected === undefined) return;
    expect(result.unexpected_list).toEqual(unexpected);
    expect(telling).toMatchObject({ found, fix });
  });

  it.each<[string, JsonObject, string]>([
    [
      UP,
      { column: 'note' },
      'column "note" is of type VARCHAR, whose values have no distance from each other',
    ],
    [UP, { column: 'id', parse_strings_as_datetimes: true }, 'parse_strings_as_datetimes: unknown key'],
    [SCORES, { column: 'a', double_sided: true }, 'threshold: is missing; expected a number'],
    [SCORES, { column: 'a', threshold: 1 }, 'double_sided: is missing; expected true or false'],
    [SCORES, { column: 'note', threshold: 1, double_sided: true }, 'which has no standard deviation'],
    [OUTLIERS, { column: 'a', method: 'mad' }, 'method: expected iqr or std, got "mad"'],
    [OUTLIERS, { column: 'a', multiplier: -1 }, 'multiplier: expected a number of at least 0, got -1'],
    [OUTLIERS, { column: 'note' }, 'column "note" is of type VARCHAR: only numbers can be outliers'],
    [TYPE, { column: 'a' }, 'type_: is missing; expected the name of a type'],
    [TYPE, { column: 'note', type_: 'nonsense' }, 'type_ names no type that is known: "nonsense"'],
    [EQUAL, { column_A: 'a' }, 'column_B: is missing; expected the name of a column'],
    [EQUAL, { column_A: 'a', column_B: 'bb' }, 'the data has no column "bb"'],
    [
      EQUAL,
      { column_A: 'a', column_B: 'b', ignore_row_if: 'never' },
      'ignore_row_if: expected one of both_values_are_missing, either_value_is_missing, neither, got "never"',
    ],
    [
      GREATER,
      { column_A: 'a', column_B: 'note' },
      'column "a" is of type BIGINT and column "note" of type VARCHAR: their values have no order',
    ],
    [PAIRS, { column_A: 'a', column_B: 'b', value_pairs_set: [[1]] }, 'expected a list of pairs'],
    [PAIRS, { column_A: 'a', column_B: 'b', value_pairs_set: null }, 'expected a list of pairs'],
    [SUM, { column_list: ['a', 'b'] }, 'sum_total: is missing; expected a number'],
    [
      SUM,
      { column_list: ['a', 'note'], sum_total: 1 },
      'column "note" is of type VARCHAR, whose values cannot be added up',
    ],
    [COMPOUND, { column_list: ['a'] }, 'column_list: expected a list of at least two names of columns'],
    [
      WITHIN,
      { column_list: ['a', 'b'], ignore_row_if: 'neither' },
      'ignore_row_if: expected one of all_values_are_missing, any_value_is_missing, never, got "neither"',
    ],
  ])('%s refuses %j', async (type, kwargs, message) => {
    expect((await run(csv, type, kwargs)).exception_info.exception_message).toContain(message);
  });

  it.each<[string, JsonObject, number]>([
    [NULL, { column: 'b' }, 3],
    [UP, { column: 'c' }, 0],
    [OUTLIERS, { column: 'a' }, 0],
    [SCORES, { column: 'a', threshold: 0.5, double_sided: true }, 0],
    [EQUAL, { column_A: 'a', column_B: 'b' }, 1],
    [COMPOUND, { column_list: ['total', 'note'] }, 0],
  ])('%s %j is about the rows of its row condition', async (type, kwargs, unexpected) => {
    const row_condition = type === NULL ? 'b > 0' : 'id < 3';
    const found = await run(csv, type, { ...kwargs, row_condition, condition_parser: 'pandas' }, COMPLETE);
    expect(found.exception_info.exception_message).toBeNull();
    expect(found.result.unexpected_count).toBe(unexpected);
  });

  it('names the lenient hits of a type, and takes none strictly', async () => {
    const kwargs = { column: 'b', type_: 'int' };
    expect(await run(csv, TYPE, kwargs)).toMatchObject({
      success: true,
      result: { observed_value: 'float64', details: { lenient: ['int'] } },
    });
    expect(await run(csv, TYPE, kwargs, { strictTypes: 'gx-pandas' })).toMatchObject({ success: false });
    expect(await run(csv, TYPE, { column: 'note', type_: 'VARCHAR' })).toMatchObject({ success: true });
  });
});
