import { gateResultSchema, type GateResult } from '@modelgate/contracts';
import { readSuite } from './suite/read-suite';
import type { Expectation } from './suite/suite';
import { run, suiteOf } from './testing/run';
import { tempFolder } from './testing/temp-folder';
import { toGates } from './to-gates';
import { validate } from './validate';

const folder = tempFolder();
const data = { path: folder.write('people.csv', 'age,income,name\n20,1.5,a\n200,,b\n-3,abc,c\n,7,d\n') };
const options = { suiteName: 'people', role: 'train', examples: 2 };

const suite = readSuite(
  `expectations:
  - type: expect_table_columns_to_match_set
    kwargs: { column_set: [age, incom, name] }
  - type: expect_column_values_to_be_between
    kwargs: { column: age, min_value: 0, max_value: 100 }
  - type: expect_column_values_to_not_be_null
    kwargs: { column: income }
    severity: warning
  - type: expect_column_values_to_be_in_type_list
    kwargs: { column: income, type_list: [float64] }
  - type: expect_column_mean_to_be_between
    kwargs: { column: age, max_value: 30 }
  - type: expect_table_column_count_to_equal
    kwargs: { value: 2 }
  - type: expect_column_values_to_be_between
    kwargs: { column: age, min_value: -10, mostly: 0.9 }
  - type: expect_column_values_to_not_be_null
    kwargs: { column: nam }
`,
  { filePath: 'people.yaml' },
);

async function gates(resultFormat: 'SUMMARY' | 'BASIC' | 'BOOLEAN_ONLY' = 'SUMMARY') {
  return toGates(await validate({ data, suite, resultFormat }), options);
}

describe('toGates', () => {
  it('says which check, how many rows, which examples, and what may mend it', async () => {
    expect((await gates()).map(({ effect, message, fix }) => [effect, message, fix])).toEqual([
      [
        'fail',
        'the columns are exactly "age", "incom", "name": missing: "incom"; not expected: "income"; "income" may be "incom" under another name',
        'rename "income" to "incom" in the data if that is so, else deliver the table with the agreed columns, or change column_set (exact_match: false allows further columns) (the expectation stands at people.yaml:2:5)',
      ],
      [
        'fail',
        'every value of "age" lies between 0 and 100: 2 of 3 values fail (67 %): 200 (row 2), -3 (row 3)',
        'correct or drop these rows, or widen the range (the expectation stands at people.yaml:4:5)',
      ],
      [
        'warn',
        'every row has a value of "income": 1 of 4 rows has none (25 %): row 2',
        'fill or drop these rows (the expectation stands at people.yaml:6:5)',
      ],
      [
        'fail',
        'the type of "income" is one of "float64": 3 of 3 values fail (100 %): the type is str; values that are no numbers: "abc"',
        'correct these values, or leave them empty where they mean that there is none (the expectation stands at people.yaml:9:5)',
      ],
      [
        'fail',
        'the mean of "age" lies at or below 30: it is 72.3333',
        'find out what shifted the values (a unit, a source, a default), or move the range (the expectation stands at people.yaml:11:5)',
      ],
      [
        'fail',
        'the table has 2 columns: it has 3',
        'deliver the table with the agreed columns, or change the number (the expectation stands at people.yaml:13:5)',
      ],
      ['pass', 'every value of "age" lies at or above -10: holds for all 4 rows', undefined],
      [
        'fail',
        'the data has no column "nam"; did you mean "name"?',
        'rename "name" to "nam" in the data if it is that column, else restore "nam"; if the data is right, mend the expectation at people.yaml:17:5',
      ],
    ]);
  });

  it.each<[Expectation, string, string]>([
    [
      { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 100 } },
      'the number of rows lies at or above 100: it is 4',
      'find out which rows were lost or added (a join, a filter, a source), or move the range',
    ],
    [
      { type: 'expect_column_null_value_count_to_be_between', kwargs: { column: 'income', max_value: 0 } },
      'the number of rows without a value of "income" lies at or below 0: it is 1 (25 %)',
      'fill or drop rows without a value, find out what fills them, or move the range',
    ],
    [
      { type: 'expect_column_values_to_be_in_set', kwargs: { column: 'name', value_set: ['a', 'b', 1] } },
      'every value of "name" is one of "a", "b", 1: 2 of 4 rows fail (50 %): "c" (row 3), "d" (row 4)',
      'correct or drop these rows, or add the values to value_set; no value of the column, whose type is VARCHAR, equals 1',
    ],
    [
      { type: 'expect_column_values_to_be_unique', kwargs: { column: 'doubled' } },
      'every value of "doubled" occurs once: 2 of 4 rows fail (50 %): 1 (row 1), 1 (row 3)',
      'drop the repeated rows, or find out what repeats them (a join, an append)',
    ],
    [
      { type: 'expect_column_median_to_be_between', kwargs: { column: 'age', min_value: 50 } },
      'the median of "age" lies at or above 50: it is 20',
      'find out what shifted the values (a unit, a source, a default), or move the range',
    ],
    [
      { type: 'expect_column_stdev_to_be_between', kwargs: { column: 'age', max_value: 10 } },
      'the standard deviation of "age" lies at or below 10: it is 111.159',
      'find out what spread or squeezed the values (outliers, a default, a unit), or move the range',
    ],
    [
      { type: 'expect_column_pair_cramers_phi_value_to_be_less_than', kwargs: { column_A: 'age' } },
      'could not be evaluated: "expect_column_pair_cramers_phi_value_to_be_less_than" is not built here yet, so nothing was checked',
      'take the expectation out, or give it severity: warning',
    ],
  ])('words a failure: %j', async (expectation, message, fix) => {
    const path = folder.write(
      'more.csv',
      'age,income,name,doubled\n20,1.5,a,1\n200,,b,2\n-3,3,c,1\n,7,d,3\n',
    );
    const result = await validate({ data: { path }, suite: suiteOf(expectation), resultFormat: 'SUMMARY' });
    const [gate] = toGates(result, options);
    expect(gate?.effect).toBe('fail');
    expect(gate?.message.slice(0, message.length)).toBe(message);
    expect(gate?.fix).toBe(fix);
  });

  it('gives every gate an id of its own that stays', async () => {
    expect((await gates()).map(({ id }) => id)).toEqual([
      'train/people/expect_table_columns_to_match_set',
      'train/people/expect_column_values_to_be_between(age)',
      'train/people/expect_column_values_to_not_be_null(income)',
      'train/people/expect_column_values_to_be_in_type_list(income)',
      'train/people/expect_column_mean_to_be_between(age)',
      'train/people/expect_table_column_count_to_equal',
      'train/people/expect_column_values_to_be_between(age)#2',
      'train/people/expect_column_values_to_not_be_null(nam)',
    ]);
    expect(toGates(await validate({ data, suite }), { ...options, suiteName: 'train' })[0]?.id).toBe(
      'train/expect_table_columns_to_match_set',
    );
  });

  it.each(['SUMMARY', 'BASIC', 'BOOLEAN_ONLY'] as const)('makes gates of a result at %s', async (format) => {
    const made = await gates(format);
    for (const gate of made) expect(gateResultSchema.parse(gate)).toEqual(gate);
    expect(made.map(({ outcome }) => outcome)).toEqual([
      'fail',
      'fail',
      'fail',
      'fail',
      'fail',
      'fail',
      'pass',
      'fail',
    ]);
    for (const { message } of made) expect(message).not.toMatch(/undefined|NaN|null/);
  });

  it('holds the figures of the rows', async () => {
    expect((await gates())[1]).toMatchObject({
      evidence: 'rows',
      details: {
        rows: 4,
        unexpected_rows: 2,
        missing_rows: 1,
        examples: [200, -3],
        place: 'people.yaml:4:5',
      },
    });
    expect((await gates())[4]?.candidate).toBe(72.3333333333);
  });

  it('rounds shares of the rows, not of what floating point leaves of them', async () => {
    const rows = Array.from({ length: 400 }, (_, row) => `${row},${row < 3 ? '' : 1}\n`).join('');
    const path = folder.write('three.csv', `id,v\n${rows}`);
    const type = 'expect_column_values_to_not_be_null';
    const result = await validate({ data: { path }, suite: suiteOf({ type, kwargs: { column: 'v' } }) });
    expect(toGates(result, options)[0]?.message).toBe(
      'every row has a value of "v": 3 of 400 rows have none (0.75 %)',
    );
  });

  it('names the rows of missing values, and does not list that they are null', async () => {
    expect((await gates())[2]?.details).toMatchObject({ unexpected_rows: 1, examples: ['row 2'] });
    expect((await gates('BASIC'))[2]?.details).not.toHaveProperty('examples');
  });

  describe('of a column that the data lacks', () => {
    const BETWEEN = 'expect_column_values_to_be_between';
    const NOT_NULL = 'expect_column_values_to_not_be_null';
    const SET = 'expect_table_columns_to_match_set';
    const onAge = { type: BETWEEN, kwargs: { column: 'agee', min_value: 0 } };
    const present = { type: NOT_NULL, kwargs: { column: 'agee' } };
    const set = { type: SET, kwargs: { column_set: ['agee', 'income', 'name'] } };
    const where = (line: number) => ({ place: { file: 'people.yaml', line, column: 5 } });
    const made = async (...expectations: Expectation[]) =>
      toGates(
        await validate({
          data: { ...data, name: 'data/people.csv' },
          suite: suiteOf(...expectations),
          resultFormat: 'SUMMARY',
        }),
        options,
      );
    const told = (gates: GateResult[]) => gates.map(({ effect, message, fix }) => [effect, message, fix]);

    it('has the first gate tell what to do, the data before the suite, and the others point to it', async () => {
      const made3 = await made(
        { ...onAge, ...where(2) },
        { ...present, ...where(4) },
        { type: NOT_NULL, kwargs: { column: 'zip' }, ...where(6) },
      );
      expect(told(made3)).toEqual([
        [
          'fail',
          'the data has no column "agee"; did you mean "age"?',
          'rename "age" to "agee" in data/people.csv if it is that column, else restore "agee"; if the data is right, mend the expectation at people.yaml:2:5 and 1 more on this column',
        ],
        [
          'fail',
          'the data has no column "agee"',
          `see ${BETWEEN}(agee) (the expectation stands at people.yaml:4:5)`,
        ],
        [
          'fail',
          'the data has no column "zip"; it has "age", "income", "name"',
          'restore the column in data/people.csv; if the data is right, mend the expectation at people.yaml:6:5',
        ],
      ]);
      expect(made3.map(({ id, details }) => [id, details])).toEqual([
        [`train/people/${BETWEEN}(agee)`, { place: 'people.yaml:2:5' }],
        [`train/people/${NOT_NULL}(agee)`, undefined],
        [`train/people/${NOT_NULL}(zip)`, { place: 'people.yaml:6:5' }],
      ]);
    });

    it.each([
      ['before', [set, onAge, present], 0],
      ['after', [onAge, present, set], 2],
    ])('points to the gate of the set of columns, %s it too', async (_where, expectations, teller) => {
      const found = await made(...expectations);
      expect(found[teller]?.message).toContain('"age" may be "agee" under another name');
      expect(told(found.filter((_, index) => index !== teller))).toEqual([
        ['fail', 'the data has no column "agee"', `see ${SET}`],
        ['fail', 'the data has no column "agee"', `see ${SET}`],
      ]);
    });

    it.each([
      ['the set of columns only warns', [{ ...set, severity: 'warning' }, onAge, present], 1],
      ['the first one only warns', [{ ...onAge, severity: 'info' }, present], 1],
      [
        'the set of columns does not name it',
        [{ ...set, kwargs: { column_set: ['age'] } }, onAge, present],
        1,
      ],
      [
        'the set of columns says no more than that it fails',
        [{ ...set, kwargs: { ...set.kwargs, result_format: 'BOOLEAN_ONLY' } }, onAge, present],
        1,
      ],
    ] as [string, Expectation[], number][])(
      'is told by a gate that fails where %s',
      async (_, list, teller) => {
        const found = await made(...list);
        expect(found[teller]?.message).toBe('the data has no column "agee"; did you mean "age"?');
        expect(found.filter(({ fix }) => fix === `see ${found[teller]?.title}`)).toHaveLength(1);
      },
    );
  });

  it.each([
    ['enforce', undefined, 'fail', 'fail'],
    ['enforce', 'critical', 'fail', 'fail'],
    ['enforce', 'warning', 'fail', 'warn'],
    ['enforce', 'info', 'fail', 'warn'],
    ['warn', undefined, 'fail', 'warn'],
    ['off', undefined, 'skipped', 'pass'],
  ] as const)(
    'at mode %s and severity %s a failure is %s with effect %s',
    async (mode, severity, outcome, effect) => {
      const kwargs = { column: 'age' };
      const type = 'expect_column_values_to_not_be_null';
      const result = await validate({
        data,
        suite: suiteOf({ type, kwargs, ...(severity ? { severity } : {}) }),
      });
      expect(toGates(result, { ...options, mode })[0]).toMatchObject({ outcome, effect });
    },
  );

  it('cuts long values', async () => {
    const path = folder.write('long.csv', `x,y\n1,${'z'.repeat(5000)}\n2,1\n`);
    const type = 'expect_column_values_to_be_in_type_list';
    const result = await validate({
      data: { path },
      suite: suiteOf({ type, kwargs: { column: 'y', type_list: ['int64'] } }),
    });
    expect(toGates(result, options)[0]?.message.length).toBeLessThan(400);
    expect((await run(path, type, { column: 'x', type_list: ['int64'] })).success).toBe(true);
  });
});
