import { writeParquet } from '../testing/parquet-file';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import type { JsonObject } from '../json';

const folder = tempFolder();
const BETWEEN = 'expect_column_values_to_be_between';
const NOT_NULL = 'expect_column_values_to_not_be_null';
const MEAN = 'expect_column_mean_to_be_between';
const TYPES = 'expect_column_values_to_be_in_type_list';
const COLUMNS = 'expect_table_columns_to_match_set';
const COUNT = 'expect_table_column_count_to_equal';

const csv = folder.write(
  'people.csv',
  'age,income,name,active,seen,empty\n20,1.5,ann,True,2024-01-01,\n40,,bob,False,2024-01-02,\n,3.5,cid,True,2024-01-03,\n200,nan,NA,False,2024-01-04,\n',
);
const header = folder.write('header.csv', 'age,income\n');
const parquet = `${folder.path}/typed.parquet`;
beforeAll(() =>
  writeParquet(
    parquet,
    `SELECT * FROM (VALUES
      (1, 0.1::FLOAT, 'nan'::DOUBLE, 1.50::DECIMAL(9,2), DATE '2024-01-01', TIMESTAMP '2024-01-01 10:00:00', TIMESTAMPTZ '2024-01-01 10:00:00+00', [1, 2]),
      (3, 0.2::FLOAT, 'inf'::DOUBLE, 2.50::DECIMAL(9,2), DATE '2024-01-03', TIMESTAMP '2024-01-03 10:00:00', TIMESTAMPTZ '2024-01-03 10:00:00+00', NULL)
    ) AS t(whole, single, special, price, day, moment, instant, list)`,
  ),
);

type Case = [what: string, type: string, kwargs: JsonObject, success: boolean, result?: JsonObject];

describe('values between', () => {
  const cases: Case[] = [
    [
      'a value outside fails',
      BETWEEN,
      { column: 'age', min_value: 0, max_value: 100 },
      false,
      { unexpected_count: 1, element_count: 4, missing_count: 1, partial_unexpected_list: [200] },
    ],
    [
      'bounds belong to the range',
      BETWEEN,
      { column: 'age', min_value: 20, max_value: 200 },
      true,
      { unexpected_count: 0, partial_unexpected_list: [] },
    ],
    [
      'strict_min excludes its bound',
      BETWEEN,
      { column: 'age', min_value: 20, strict_min: true },
      false,
      { partial_unexpected_list: [20] },
    ],
    [
      'strict_max excludes its bound',
      BETWEEN,
      { column: 'age', max_value: 200, strict_max: true },
      false,
      { partial_unexpected_list: [200] },
    ],
    [
      'mostly counts rows with a value',
      BETWEEN,
      { column: 'age', max_value: 100, mostly: 0.66 },
      true,
      { unexpected_percent: (1 / 3) * 100, unexpected_percent_total: 25 },
    ],
    ['mostly is compared in doubles', BETWEEN, { column: 'age', max_value: 100, mostly: 0.67 }, false],
    ['NaN is a missing value', BETWEEN, { column: 'income', min_value: 0 }, true, { missing_count: 2 }],
    ['a number as text is a number', BETWEEN, { column: 'age', min_value: '20' }, true],
    [
      'booleans are 0 and 1',
      BETWEEN,
      { column: 'active', min_value: 1 },
      false,
      { partial_unexpected_list: [false, false] },
    ],
    [
      'nothing is always within',
      BETWEEN,
      { column: 'empty', min_value: 5 },
      true,
      { unexpected_percent: null, missing_count: 4 },
    ],
    ['a name that differs in case only is found', BETWEEN, { column: 'AGE', min_value: 0 }, true],
  ];
  it.each(cases)('%s', async (_what, type, kwargs, success, result = {}) => {
    expect(await run(csv, type, kwargs)).toMatchObject({
      success,
      result,
      exception_info: { raised_exception: false },
    });
  });

  it('has a verdict over no rows', async () => {
    expect(await run(header, BETWEEN, { column: 'age', min_value: 0 })).toMatchObject({
      success: true,
      result: { element_count: 0, unexpected_percent: null },
    });
  });

  it.each([
    [
      'floats of 32 bits are compared as doubles',
      { column: 'single', max_value: 0.1 },
      [0.10000000149011612, 0.20000000298023224],
    ],
    ['infinities are values', { column: 'special', max_value: 1e308 }, ['Infinity']],
    ['decimals are numbers', { column: 'price', max_value: 2 }, [2.5]],
    ['dates are compared with dates', { column: 'day', min_value: '2024-01-02' }, ['2024-01-01']],
    ['the first year is one', { column: 'day', max_value: '0001-01-01' }, ['2024-01-01', '2024-01-03']],
    [
      'times are compared with times',
      { column: 'moment', max_value: '2024-01-02T00:00:00' },
      ['2024-01-03T10:00:00'],
    ],
    [
      'times with a zone are compared with such times',
      { column: 'instant', max_value: '2024-01-03T11:30:00+02:00' },
      ['2024-01-03T10:00:00+00:00'],
    ],
  ])('%s', async (_what, kwargs, unexpected) => {
    const { result } = await run(parquet, BETWEEN, kwargs);
    expect(result.partial_unexpected_list).toEqual(unexpected);
  });
});

describe('an expectation that cannot be evaluated', () => {
  it.each([
    ['no bound', csv, BETWEEN, { column: 'age' }, 'min_value and max_value are both missing'],
    [
      'null bounds',
      csv,
      BETWEEN,
      { column: 'age', min_value: null, max_value: null },
      'min_value and max_value are both missing',
    ],
    [
      'bounds in the wrong order',
      csv,
      BETWEEN,
      { column: 'age', min_value: 2, max_value: 1 },
      'min_value 2 is above max_value 1',
    ],
    [
      'a text bound',
      csv,
      BETWEEN,
      { column: 'age', min_value: 'low' },
      'min_value: expected a number, a date',
    ],
    [
      'a date bound on numbers',
      csv,
      BETWEEN,
      { column: 'age', min_value: '2024-01-01' },
      'column "age" is of type BIGINT, which cannot be compared with min_value 2024-01-01',
    ],
    [
      'a number bound on texts',
      csv,
      BETWEEN,
      { column: 'name', min_value: 1 },
      'column "name" is of type VARCHAR',
    ],
    [
      'a date bound on times',
      parquet,
      BETWEEN,
      { column: 'moment', min_value: '2024-01-01' },
      'needs a bound with a time',
    ],
    [
      'a bound without zone on times with one',
      parquet,
      BETWEEN,
      { column: 'instant', min_value: '2024-01-01T00:00:00' },
      'needs a bound with one',
    ],
    [
      'a bound with zone on times without one',
      parquet,
      BETWEEN,
      { column: 'moment', min_value: '2024-01-01T00:00:00Z' },
      'needs a bound without one',
    ],
    [
      'a number bound on lists',
      parquet,
      BETWEEN,
      { column: 'list', min_value: 1 },
      'which cannot be compared',
    ],
    [
      'mostly above 1',
      csv,
      BETWEEN,
      { column: 'age', min_value: 1, mostly: 1.5 },
      'mostly: expected a number from 0 to 1, got 1.5',
    ],
    [
      'a misspelled argument',
      csv,
      BETWEEN,
      { column: 'age', min_vlaue: 1 },
      'min_vlaue: unknown key; did you mean "min_value"?',
    ],
    ['no column', csv, NOT_NULL, {}, 'column: is missing; expected the name of a column'],
    [
      'a missing column',
      csv,
      NOT_NULL,
      { column: 'incme' },
      'the data has no column "incme"; did you mean "income"?',
    ],
    [
      'a missing column without a near name',
      csv,
      NOT_NULL,
      { column: 'zzzzzzzz' },
      'the data has no column "zzzzzzzz"; it has "age", "income", "name", "active", "seen", "empty"',
    ],
    [
      'a row condition on a column that there is not',
      csv,
      NOT_NULL,
      { column: 'age', row_condition: 'agee > 1' },
      'the data has no column "agee"; did you mean "age"?',
    ],
    [
      'a suite parameter',
      csv,
      BETWEEN,
      { column: 'age', max_value: { $PARAMETER: 'now()' } },
      'which cannot be compared with max_value 20',
    ],
    [
      'a mean of texts',
      csv,
      MEAN,
      { column: 'name', min_value: 0 },
      'column "name" is of type VARCHAR, which has no mean',
    ],
    [
      'a mean compared with a date',
      csv,
      MEAN,
      { column: 'age', min_value: '2024-01-01' },
      'cannot be compared with min_value 2024-01-01',
    ],
    [
      'types that nobody knows',
      csv,
      TYPES,
      { column: 'name', type_list: ['nonsense'] },
      'type_list names no type that is known: "nonsense"',
    ],
    [
      'a type list that is a text',
      csv,
      TYPES,
      { column: 'name', type_list: 'str' },
      'type_list: expected a list of type names, got "str"',
    ],
    [
      'a column set that is a text',
      csv,
      COLUMNS,
      { column_set: 'age' },
      'column_set: expected a list of column names, got "age"',
    ],
    [
      'a count that is no number',
      csv,
      COUNT,
      { value: 'hello' },
      'value: expected a whole number, got "hello"',
    ],
    [
      'an unknown type',
      csv,
      'expect_colum_mean_to_be_between',
      { column: 'age' },
      'did you mean "expect_column_mean_to_be_between"?',
    ],
    [
      'a type that is not built',
      csv,
      'expect_column_pair_cramers_phi_value_to_be_less_than',
      { column_A: 'age', column_B: 'name' },
      '"expect_column_pair_cramers_phi_value_to_be_less_than" is not built here yet, so nothing was checked',
    ],
    [
      'a type that nobody knows',
      csv,
      'nothing_of_the_kind',
      {},
      'there is no expectation "nothing_of_the_kind"; the README of @modelgate/expectations lists all ',
    ],
  ])('says why: %s', async (_what, path, type, kwargs, message) => {
    const result = await run(path, type, kwargs as JsonObject);
    expect(result).toMatchObject({
      success: false,
      result: {},
      exception_info: { raised_exception: true, exception_traceback: null },
    });
    expect(result.exception_info.exception_message).toContain(message);
  });
});

describe('not null', () => {
  const cases: Case[] = [
    [
      'a missing value fails',
      NOT_NULL,
      { column: 'age' },
      false,
      { element_count: 4, unexpected_count: 1, unexpected_percent: 25, partial_unexpected_list: [null] },
    ],
    ['mostly allows some', NOT_NULL, { column: 'age', mostly: 0.75 }, true],
    ['mostly may be a text', NOT_NULL, { column: 'age', mostly: '0.75' }, true],
    ['NaN and NA are missing', NOT_NULL, { column: 'name' }, false, { unexpected_count: 1 }],
    [
      'a full column passes',
      NOT_NULL,
      { column: 'active' },
      true,
      { unexpected_count: 0, partial_unexpected_list: [] },
    ],
    ['an empty column fails', NOT_NULL, { column: 'empty' }, false, { unexpected_count: 4 }],
  ];
  it.each(cases)('%s', async (_what, type, kwargs, success, result = {}) => {
    expect(await run(csv, type, kwargs)).toMatchObject({ success, result });
  });
});

describe('mean between', () => {
  const cases: Case[] = [
    [
      'it is of the values that are there',
      MEAN,
      { column: 'income', min_value: 2.5, max_value: 2.5 },
      true,
      { observed_value: 2.5 },
    ],
    ['strict_min excludes its bound', MEAN, { column: 'income', min_value: 2.5, strict_min: true }, false],
    ['strict_max excludes its bound', MEAN, { column: 'income', max_value: 2.5, strict_max: true }, false],
    ['without bounds it passes', MEAN, { column: 'income' }, true, { observed_value: 2.5 }],
    ['booleans are 0 and 1', MEAN, { column: 'active', max_value: 0.5 }, true, { observed_value: 0.5 }],
    ['over nothing it fails', MEAN, { column: 'empty', min_value: 0 }, false, { observed_value: null }],
  ];
  it.each(cases)('%s', async (_what, type, kwargs, success, result = {}) => {
    expect(await run(csv, type, kwargs)).toMatchObject({ success, result });
  });

  it('of both infinities is none, and fails', async () => {
    const path = folder.write('endless.csv', 'x\n inf\n-inf\n1\n');
    expect(await run(path, MEAN, { column: 'x' })).toMatchObject({
      success: false,
      result: { observed_value: null },
    });
  });

  it('over no rows it fails', async () => {
    expect(await run(header, MEAN, { column: 'age' })).toMatchObject({
      success: false,
      result: { observed_value: null },
    });
  });

  it.each([
    ['infinite where a value is', { column: 'special' }, 'Infinity'],
    ['of times a time', { column: 'moment', min_value: '2024-01-02T10:00:00' }, '2024-01-02T10:00:00'],
  ])('is %s', async (_what, kwargs, observed) => {
    expect(await run(parquet, MEAN, kwargs)).toMatchObject({
      success: true,
      result: { observed_value: observed },
    });
  });
});

describe('in type list', () => {
  const cases: Case[] = [
    [
      'integers with missing values are float64 to pandas',
      TYPES,
      { column: 'age', type_list: ['float64'] },
      true,
      { observed_value: 'float64' },
    ],
    [
      'and integers to everybody else',
      TYPES,
      { column: 'age', type_list: ['int64'] },
      true,
      { details: { lenient: ['int64'] } },
    ],
    [
      'SQL names are known, and answered in SQL',
      TYPES,
      { column: 'income', type_list: ['DOUBLE_PRECISION', 'FLOAT'] },
      true,
      { observed_value: 'DOUBLE' },
    ],
    [
      'SQL names fail as well',
      TYPES,
      { column: 'income', type_list: ['TEXT'] },
      false,
      { observed_value: 'DOUBLE' },
    ],
    ['texts are str', TYPES, { column: 'name', type_list: ['str'] }, true, { unexpected_count: 0 }],
    [
      'texts are no numbers',
      TYPES,
      { column: 'name', type_list: ['int', 'float'] },
      false,
      { unexpected_count: 3, details: { observed_type: 'str' } },
    ],
    ['dates in CSV are texts', TYPES, { column: 'seen', type_list: ['str'] }, true],
    ['booleans are bool', TYPES, { column: 'active', type_list: ['bool'] }, true, { observed_value: 'bool' }],
    [
      'no list asks for nothing',
      TYPES,
      { column: 'name', type_list: null },
      true,
      { observed_value: 'object_' },
    ],
    [
      'an empty list allows nothing',
      TYPES,
      { column: 'age', type_list: [] },
      false,
      { observed_value: 'float64' },
    ],
  ];
  it.each(cases)('%s', async (_what, type, kwargs, success, result = {}) => {
    expect(await run(csv, type, kwargs)).toMatchObject({ success, result });
  });

  it.each([
    [['int64'], false],
    [['float64'], true],
    [['INTEGER'], false],
  ])('%j of integers with missing values, as the pandas engine reads it: %s', async (type_list, success) => {
    expect(await run(csv, TYPES, { column: 'age', type_list }, { strictTypes: 'gx-pandas' })).toMatchObject({
      success,
    });
  });

  it('names the texts among the numbers', async () => {
    const path = folder.write('mixed.csv', 'x\n1\n2\nabc\n3.5\nabc\n');
    const { result } = await run(path, TYPES, { column: 'x', type_list: ['float64'] });
    expect(result.details).toEqual({ observed_type: 'str', not_numbers: ['abc'] });
  });
});

describe('columns', () => {
  const all = ['age', 'income', 'name', 'active', 'seen', 'empty'];
  const cases: Case[] = [
    [
      'the order means nothing',
      COLUMNS,
      { column_set: [...all].reverse() },
      true,
      { observed_value: [...all].sort() },
    ],
    [
      'a further column fails by default',
      COLUMNS,
      { column_set: all.slice(1) },
      false,
      { details: { mismatched: { unexpected: ['age'] } } },
    ],
    ['a further column may be allowed', COLUMNS, { column_set: all.slice(1), exact_match: false }, true],
    [
      'a missing column fails',
      COLUMNS,
      { column_set: [...all, 'agee'], exact_match: false },
      false,
      { details: { mismatched: { missing: ['agee'] } } },
    ],
    ['their case matters', COLUMNS, { column_set: ['AGE'], exact_match: false }, false],
    ['they are counted', COUNT, { value: 6 }, true, { observed_value: 6 }],
    ['another count fails', COUNT, { value: 5 }, false, { observed_value: 6 }],
  ];
  it.each(cases)('%s', async (_what, type, kwargs, success, result = {}) => {
    expect(await run(csv, type, kwargs)).toMatchObject({ success, result });
  });
});
