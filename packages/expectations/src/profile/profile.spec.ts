import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSuite } from '../suite/read-suite';
import { renderSuite } from '../suite/render-suite';
import { writeParquet } from '../testing/parquet-file';
import { userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { validate } from '../validate';
import { guessTarget, guessTask } from './guess';
import { profile } from './profile';
import { readProfile, renderProfile } from './render-profile';
import { suggestSuite } from './suggest-suite';

const folder = tempFolder();

const loans = folder.write(
  'loans.csv',
  [
    'id,age,income,grade,active,opened,empty,target',
    ...Array.from({ length: 1500 }, (_none, row) =>
      [
        row,
        20 + (row % 50),
        row % 10 === 0 ? '' : row / 4,
        'abc'[row % 3],
        row % 2 === 0 ? 'True' : 'False',
        '2024-01-01',
        '',
        row % 4 === 0 ? 1 : 0,
      ].join(','),
    ),
  ].join('\n'),
);

describe('profile', () => {
  it('tells types, missing values, ranges, means and frequent values', async () => {
    const { rows, columns } = await profile({ data: { path: loans } });
    expect(rows).toBe(1500);
    const brief = columns.map(({ name, type, sql_type, missing, min, max, mean, whole }) => [
      name,
      type,
      sql_type,
      missing,
      min,
      max,
      mean,
      whole,
    ]);
    expect(brief).toEqual([
      ['id', 'int64', 'BIGINT', 0, 0, 1499, 749.5, true],
      ['age', 'int64', 'BIGINT', 0, 20, 69, 44.5, true],
      ['income', 'float64', 'DOUBLE', 150, 0.25, 374.75, 187.5, false],
      ['grade', 'object', 'VARCHAR', 0, 'a', 'c', null, false],
      ['active', 'bool', 'BOOLEAN', 0, false, true, 0.5, true],
      ['opened', 'object', 'VARCHAR', 0, '2024-01-01', '2024-01-01', null, false],
      ['empty', 'float64', 'VARCHAR', 1500, null, null, null, false],
      ['target', 'int64', 'BIGINT', 0, 0, 1, 0.25, true],
    ]);
    expect(columns.map(({ distinct, distinct_exact }) => (distinct_exact ? distinct : 'about'))).toEqual([
      'about',
      50,
      'about',
      3,
      2,
      1,
      0,
      2,
    ]);
    expect(columns[7]?.values).toEqual([
      { value: 0, count: 1125 },
      { value: 1, count: 375 },
    ]);
    expect(columns[3]?.values).toEqual([
      { value: 'a', count: 500 },
      { value: 'b', count: 500 },
      { value: 'c', count: 500 },
    ]);
    expect(columns[0]?.values).toEqual([]);
    expect(columns[1]?.values).toHaveLength(20);
  });

  it('reads the types of Parquet', async () => {
    const path = join(folder.path, 'types.parquet');
    await writeParquet(
      path,
      `SELECT 1::SMALLINT AS small, 'inf'::DOUBLE AS endless, DATE '2024-01-01' AS day, TIMESTAMP '2024-01-01 10:00:00' AS moment,
       [1, 2] AS list, 1.5::DECIMAL(9,2) AS price, NULL::VARCHAR AS nothing`,
    );
    const { columns } = await profile({ data: { path } });
    expect(columns.map(({ name, type, min, mean }) => [name, type, min, mean])).toEqual([
      ['small', 'int16', 1, 1],
      ['endless', 'float64', 'Infinity', null],
      ['day', 'object', '2024-01-01', null],
      ['moment', 'datetime64[us]', '2024-01-01T10:00:00', null],
      ['list', 'object', null, null],
      ['price', 'object', 1.5, 1.5],
      ['nothing', 'object', null, null],
    ]);
  });

  it('of a header alone has no rows', async () => {
    const path = folder.write('header.csv', 'a,b\n');
    const made = await profile({ data: { path } });
    expect(made).toMatchObject({
      rows: 0,
      columns: [{ name: 'a', type: 'object', distinct: 0 }, { name: 'b' }],
    });
    expect(suggestSuite(made, { name: 'x' }).expectations).toHaveLength(1);
  });
});

describe('suggestSuite', () => {
  it('suggests what the data itself passes', async () => {
    const suite = suggestSuite(await profile({ data: { path: loans } }), { name: 'loans', target: 'target' });
    expect(
      suite.expectations.map(({ type, kwargs, severity }) => [
        type.replace(/^expect_(column_values|table)_to_|^expect_table_/, ''),
        kwargs,
        severity,
      ]),
    ).toEqual([
      [
        'columns_to_match_set',
        {
          column_set: ['id', 'age', 'income', 'grade', 'active', 'opened', 'empty', 'target'],
          exact_match: true,
        },
        undefined,
      ],
      ['be_in_type_list', { column: 'id', type_list: ['int64'] }, undefined],
      ['not_be_null', { column: 'id' }, undefined],
      ['be_between', { column: 'id', min_value: 0, max_value: 1499 }, 'warning'],
      ['be_in_type_list', { column: 'age', type_list: ['int64'] }, undefined],
      ['not_be_null', { column: 'age' }, undefined],
      ['be_between', { column: 'age', min_value: 20, max_value: 69 }, 'warning'],
      ['be_in_type_list', { column: 'income', type_list: ['float64', 'int64'] }, undefined],
      ['not_be_null', { column: 'income', mostly: 0.9 }, undefined],
      ['be_between', { column: 'income', min_value: 0.25, max_value: 374.75 }, 'warning'],
      ['be_in_type_list', { column: 'grade', type_list: ['str'] }, undefined],
      ['not_be_null', { column: 'grade' }, undefined],
      ['be_in_set', { column: 'grade', value_set: ['a', 'b', 'c'] }, 'warning'],
      ['be_in_type_list', { column: 'active', type_list: ['bool'] }, undefined],
      ['not_be_null', { column: 'active' }, undefined],
      ['be_in_type_list', { column: 'opened', type_list: ['str'] }, undefined],
      ['not_be_null', { column: 'opened' }, undefined],
      ['be_in_set', { column: 'opened', value_set: ['2024-01-01'] }, 'warning'],
      ['be_in_type_list', { column: 'target', type_list: ['int64'] }, undefined],
      ['not_be_null', { column: 'target' }, undefined],
      ['be_between', { column: 'target', min_value: 0, max_value: 1 }, 'warning'],
    ]);
    const read = readSuite(renderSuite(suite), { filePath: 'expectations/loans.yaml' });
    expect(read).toMatchObject({ name: 'loans', spelling: '1.x' });
    for (const strictTypes of [undefined, 'gx-pandas'] as const) {
      const result = await validate({ data: { path: loans }, suite: read, strictTypes });
      expect(result.results.filter(({ success }) => !success)).toEqual([]);
    }
  });

  it('asks for every value of the target', async () => {
    const path = folder.write('holes.csv', 'x,y\n1,1\n2,\n3,0\n');
    const made = await profile({ data: { path } });
    const presence = (target?: string) =>
      suggestSuite(made, { name: 's', ...(target === undefined ? {} : { target }) }).expectations.find(
        ({ type, kwargs }) => type.endsWith('not_be_null') && kwargs['column'] === 'y',
      )?.kwargs;
    expect(presence()).toEqual({ column: 'y', mostly: 0.66 });
    expect(presence('y')).toEqual({ column: 'y' });
  });

  it.each([
    ['1', '0', [0, 1]],
    ['no', 'yes', ['no', 'yes']],
    ['True', 'False', [false, true]],
  ])('lists the classes of a classification with their rows: %s, %s', async (one, other, value_set) => {
    const path = folder.write('classes.csv', `x,y\n1,${one}\n2,${other}\n3,${one}\n`);
    const suite = suggestSuite(await profile({ data: { path } }), {
      name: 's',
      target: 'y',
      task: 'binary-classification',
    });
    expect(suite.expectations.filter(({ kwargs }) => kwargs['column'] === 'y').at(-1)).toEqual({
      type: 'expect_column_values_to_be_in_set',
      kwargs: { column: 'y', value_set },
      meta: {
        rows_seen: {
          [one === '1' ? one : one === 'True' ? 'true' : one]: 2,
          [other === 'False' ? 'false' : other]: 1,
        },
      },
    });
    const read = readSuite(renderSuite(suite), { filePath: 'classes.yaml' });
    expect((await validate({ data: { path }, suite: read })).success).toBe(true);
    const changed = folder.write('other.csv', `x,y\n1,${one}\n2,maybe\n`);
    const { results } = await validate({ data: { path: changed }, suite: read });
    expect(results.at(-1)).toMatchObject({ success: false });
  });

  it('passes over Parquet with names and types of every kind', async () => {
    const path = join(folder.path, 'odd.parquet');
    await writeParquet(
      path,
      `SELECT i::INTEGER AS "q""u'o", i / 3 AS "two words", i % 2 = 0 AS "no", TIMESTAMP '2024-01-01' + INTERVAL (i) DAY AS "größe",
       DATE '2024-01-01' AS "day", [i] AS "list", i::DECIMAL(9,2) AS "price", (CASE WHEN i > 3 THEN i END)::UTINYINT AS "$(x)" FROM range(9) t(i)`,
    );
    const suite = readSuite(renderSuite(suggestSuite(await profile({ data: { path } }), { name: 'odd' })), {
      filePath: 'odd.yaml',
    });
    const { success, results } = await validate({ data: { path }, suite });
    expect(results.filter((result) => !result.success)).toEqual([]);
    expect(success).toBe(true);
  });
});

describe('guessTarget', () => {
  const of = async (header: string) => {
    const path = folder.write(
      'guess.csv',
      `${header}\n${header
        .split(',')
        .map((_name, index) => index)
        .join(',')}\n`,
    );
    return guessTarget(await profile({ data: { path } }));
  };

  it.each([
    ['target,a,b', 'target', '"target" is what such a column is usually called'],
    ['a,Label,b', 'Label', '"Label" is what such a column is usually called'],
    ['a,loan_outcome,b', 'loan_outcome', 'the name "loan_outcome" ends as such names do'],
    ['a,b,c', 'c', 'no name tells, so it is the last column, "c"'],
  ])('of %s is %s, and says why', async (header, column, reason) => {
    expect(await of(header)).toEqual({ column, reason });
  });

  it('refuses a table with nothing to predict from', async () => {
    expect(await userErrorOf(of('only'))).toContain('has no column to predict beside one to predict it from');
  });
});

describe('guessTask', () => {
  const of = async (values: (row: number) => unknown, rows = 300) => {
    const lines = Array.from({ length: rows }, (_none, row) => `${row},${String(values(row))}`);
    const path = folder.write('task.csv', `x,y\n${lines.join('\n')}\n`);
    return guessTask(await profile({ data: { path } }), 'y');
  };

  it.each([
    [
      '0 and 1',
      (row: number) => row % 2,
      'binary-classification',
      '"y" has 2 distinct whole-number values: 0, 1',
    ],
    [
      'two texts',
      (row: number) => (row % 3 ? 'no' : 'yes'),
      'binary-classification',
      '"y" has 2 distinct text values: "no", "yes"',
    ],
    [
      'booleans',
      (row: number) => (row % 2 ? 'True' : 'False'),
      'binary-classification',
      '"y" has 2 distinct boolean values: false, true',
    ],
    [
      'three texts',
      (row: number) => 'abc'[row % 3],
      'multiclass-classification',
      '"y" has 3 distinct text values: "a", "b", "c"',
    ],
    [
      'few whole numbers',
      (row: number) => row % 7,
      'multiclass-classification',
      '"y" has 7 distinct whole-number values, and few of them: 0, 1, 2, 3, 4, ...',
    ],
    [
      'many whole numbers',
      (row: number) => row % 100,
      'regression',
      '"y" has 100 distinct whole-number values, too many to be classes',
    ],
    [
      'decimals',
      (row: number) => row / 7,
      'regression',
      '"y" has 300 distinct numeric values, too many to be classes',
    ],
  ])('of %s', async (_what, values, task, reason) => {
    expect(await of(values)).toEqual({ task, reason });
  });

  it('of few rows of whole numbers is no classification', async () => {
    expect((await of((row) => row, 10)).task).toBe('regression');
  });

  it('names near columns', async () => {
    const made = await profile({ data: { path: loans } });
    expect(() => guessTask(made, 'tarket')).toThrow(
      'the data has no column "tarket"\n  fix: did you mean "target"?',
    );
  });
});

describe('the bins of a profile', () => {
  const columnOf = async (sql: string, rows = 5000) => {
    const path = join(folder.path, 'bins.parquet');
    await writeParquet(path, `SELECT ${sql} AS x FROM range(${rows}) AS t(i)`);
    const [column] = (await profile({ data: { path } })).columns;
    const partition = column?.partition_object;
    if (!column || !partition || !('bins' in partition)) throw new Error('it has bins');
    return { ...column, ...partition };
  };
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

  it.each([
    ['whole numbers', 'i', 20],
    ['fractions', 'i / 7.0', 20],
    ['far from 0', '1e9 + i / 1000.0', 20],
    ['skewed', 'exp(i / 1000.0)', 20],
    ['negative decimals', '(-i)::DECIMAL(9, 2)', 20],
    ['infinite ones besides', "CASE WHEN i % 500 = 0 THEN 'inf'::DOUBLE ELSE i / 7.0 END", 20],
    ['few', '(i % 3)::INTEGER', 3],
  ])('are about equal: %s', async (_what, sql, bins) => {
    const { counts, weights, bins: edges } = await columnOf(sql);
    // The tails of one and ten in a thousand rows have bins of their own.
    expect(counts.length).toBeGreaterThanOrEqual(bins);
    expect(counts.length).toBeLessThanOrEqual(bins === 20 ? 24 : bins);
    expect(edges).toHaveLength(counts.length + 1);
    expect(sum(counts)).toBe(5000);
    expect(sum(weights)).toBeCloseTo(1, 12);
    expect(Math.max(...counts)).toBeLessThan((2 * 5000) / bins);
  });

  it('set a frequent value apart', async () => {
    const { bins, counts } = await columnOf('CASE WHEN i % 5 < 3 THEN 0 ELSE i END');
    expect(bins.slice(0, 2)).toEqual([0, 1]);
    expect(counts[0]).toBe(3000);
  });

  it('have moments to twelve digits, also far from 0', async () => {
    const { mean, deviation } = await columnOf('1e9 + i');
    // The variance of n whole numbers in a row is (n^2 - 1) / 12.
    expect(mean).toBe(1000002499.5);
    expect(deviation).toBeCloseTo(Math.sqrt((5000 ** 2 - 1) / 12), 8);
  });

  it('hold one value where there is no other', async () => {
    const { bins, counts, mean, deviation } = await columnOf('7');
    expect({ bins, counts, mean, deviation }).toEqual({
      bins: [7, 8],
      counts: [5000],
      mean: 7,
      deviation: 0,
    });
  });
});

describe('renderProfile', () => {
  it('gives the same bytes for the same data in another place, and is read back', async () => {
    const [one, two] = await Promise.all(
      [loans, folder.write('copied loans.csv', readFileSync(loans, 'utf8'))].map((path) =>
        profile({ data: { path } }),
      ),
    );
    if (!one || !two) throw new Error('two profiles were asked for');
    expect(renderProfile(one)).toBe(renderProfile(two));
    expect(readProfile(renderProfile(one), { filePath: 'p.json' })).toEqual(one);
    expect(one.source?.sha256).toBe(createHash('sha256').update(readFileSync(loans)).digest('hex'));
  });

  it.each([
    ['another schema', (text: string) => text.replace('profile/v1', 'profile/v9'), /p\.json:2:\d+ .*schema/],
    [
      'edges out of order',
      (text: string) => text.replace(/"bins": \[\d+/, '"bins": [99999'),
      /expected edges in ascending order|partition_object/,
    ],
    ['half a file', (text: string) => text.slice(0, 500), /p\.json/],
  ])('refuses %s', async (_what, broken, message) => {
    const text = renderProfile(await profile({ data: { path: loans } }));
    expect(() => readProfile(broken(text), { filePath: 'p.json' })).toThrow(message);
  });
});
