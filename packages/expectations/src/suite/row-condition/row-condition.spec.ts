import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { duckDb } from '../../engine/dialects/duckdb';
import { sqlText } from '../../engine/sql';
import { ExpectationError } from '../../expectations/expectation-error';
import type { Json } from '../../json';
import { withTable } from '../../table/open-table';
import { writeParquet } from '../../testing/parquet-file';
import { tempFolder } from '../../testing/temp-folder';
import { conditionSql } from './condition-sql';
import { parseRowCondition } from './parse-row-condition';

const goldenSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), values: z.array(z.string().nullable()) })),
  cases: z.array(z.tuple([z.string(), z.json(), z.union([z.array(z.number()), z.literal('refused')])])),
});
const golden = goldenSchema.parse(JSON.parse(readFileSync(join(__dirname, 'pandas-golden.json'), 'utf8')));

const folder = tempFolder();
const path = join(folder.path, 'rows.parquet');

beforeAll(async () => {
  const further = [
    {
      name: 'day',
      type: 'DATE',
      values: ['2024-01-01', '2024-01-02', null, '2025-01-01', '1999-12-31', '2024-06-01'],
    },
    {
      name: 'clock',
      type: 'TIME',
      values: ['01:00:00', '02:00:00', null, '13:45:00', '00:00:00', '23:59:59'],
    },
    { name: 'mixed', type: 'VARCHAR', values: ['9', '9.5', null, 'abc', '10', '9.0'] },
    { name: 'raw', type: 'BLOB', values: ['a', 'b', null, 'c', 'd', 'e'] },
  ];
  const columns = [...golden.columns, ...further];
  const rows = Array.from({ length: 6 }, (_each, row) => {
    const values = columns.map(({ type, values: texts }) => {
      const text = texts[row] ?? null;
      return `${text === null ? 'NULL' : sqlText(text)}::${type}`;
    });
    return `(${values.join(', ')})`;
  });
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  await writeParquet(path, `SELECT * FROM (VALUES ${rows.join(', ')}) AS t(${names})`);
});

/** The numbers of the rows that a condition keeps, or why it is refused. */
async function kept(value: Json, parser?: Json): Promise<number[] | string> {
  return withTable({ path }, async (session, table) => {
    try {
      const condition = parseRowCondition(value, parser);
      if (!condition) return 'all';
      const { sql, columns } = conditionSql(condition, { columns: table.columns, sql: duckDb });
      const rows = await session.rows(
        `SELECT i, ${sql} AS kept FROM (${table.rows(columns, { numbered: true })}) ORDER BY i`,
      );
      expect(rows.map(({ kept: each }) => typeof each)).toEqual(rows.map(() => 'boolean'));
      return rows.filter(({ kept: each }) => each === true).map(({ i }) => Number(i));
    } catch (error) {
      if (error instanceof ExpectationError) return error.message;
      throw error;
    }
  });
}

/** Where this engine reads what pandas refuses. */
const LENIENT = new Map<Json, string>([
  ['col("s") == "it\'s"', 'a quote of the other kind within quotes'],
  ["col('i') > 2", 'either kind of quotes'],
  ['2 ** -`x y` < 0.1', 'integers to a negative power'],
]);

/** Where this engine refuses what pandas reads. */
const STRICT = new Map<Json, string>([['i > 1 < 3', 'two constants are compared, which is a slip']]);

describe('row conditions keep the rows that pandas keeps', () => {
  it.each(golden.cases.map(([parser, condition, rows]) => ({ parser, condition, rows })))(
    '$parser: $condition',
    async ({ parser, condition, rows }) => {
      const found = await kept(condition, parser === 'json' ? null : parser);
      const expected = LENIENT.has(condition) ? expect.any(Array) : STRICT.has(condition) ? 'refused' : rows;
      expect(typeof found === 'string' ? 'refused' : found).toEqual(expected);
    },
  );
});

describe('row conditions of this engine', () => {
  it.each<[Json, Json, number[] | 'all']>([
    [null, null, 'all'],
    ['', 'pandas', 'all'],
    ['col("i") > 2 and col("s") != "1"', null, [3, 5]],
    ['col("i") > 2 and (col("f").isnull() or not col("b") == 1)', 'great_expectations__experimental__', [5]],
    ['col("i") in [1, 2]', 'great_expectations', [0, 1]],
    ['col("s") == "a\\b"', 'great_expectations', []],
    ['i > 2\n', 'pandas', [2, 3, 5]],
    ['i > 1\n  and i < 4', 'pandas', [1, 2]],
    ['i == 0x2', 'pandas', [1]],
    ['i > 1_000', 'pandas', [5]],
    ['abs(i) > 2', 'sql', [2, 3, 4, 5]],
    ['o', 'pandas', [0, 3]],
    ['day > "2024-01-01"', 'pandas', [1, 3, 5]],
    ['day == "2024-01-01"', 'pandas', [0]],
    ['day in ["2024-01-01", "2025-1-1"]', 'pandas', [0, 3]],
    ['day < "2024-01-01T12:00:00"', 'pandas', [0, 4]],
    ['day == t', 'pandas', [0, 3]],
    ['clock >= "02:00"', 'pandas', [1, 3, 5]],
    ['clock == "13:45:00"', 'pandas', [3]],
    ['mixed == 9', 'pandas', [0, 5]],
    ['mixed == 9.5', 'pandas', [1]],
    ['mixed in [9, "abc"]', 'pandas', [0, 3, 5]],
    ['mixed not in [9]', 'pandas', [1, 2, 3, 4]],
    ['mixed != 10', 'pandas', [0, 1, 2, 3, 5]],
    ['raw == "a"', 'pandas', []],
  ])('%j as %s', async (condition, parser, rows) => {
    expect(await kept(condition, parser)).toEqual(rows);
  });

  it.each<[string, string, number[]]>([
    ['i > 2', 'sql', [2, 3, 5]],
    ['NOT (f > 1)', 'sql', [3, 4]],
    ['f IS NULL OR I BETWEEN 2 AND 3', 'sql', [1, 2]],
    ["s LIKE '%c' OR s = 'it''s'", 'spark', [3, 4]],
    ['"x y" >= 5 and `x y` < 6', 'duckdb', [4]],
    ["t >= DATE '2024-06-01' AND t < CAST('2025-01-01' AS TIMESTAMP)", 'sql', [5]],
    ["t >= TIMESTAMP '2024-06-01 00:00:00' - INTERVAL 3 DAYS", 'sql', [3, 5]],
    ["s || 'x' = 'ax' -- a comment", 'sql', [0]],
    ['TRY_CAST(f AS DECIMAL(9, 2)) = 1.5 AND TRY_CAST(s AS DOUBLE PRECISION) IS NULL', 'sql', [0]],
    ['CASE WHEN b THEN i ELSE 0 END = 3', 'sql', [2]],
    ['extract(year FROM t) = 2024', 'sql', [0, 1, 5]],
    ['i IS DISTINCT FROM 1 AND i::HUGEINT<=2', 'sql', [1, 4]],
  ])('%s', async (condition, parser, rows) => {
    expect(await kept(condition, parser)).toEqual(rows);
  });

  it.each<[string, Json, Json, string]>([
    [
      'an unknown parser',
      'i > 2',
      'bad_parser',
      'condition_parser: "bad_parser" is not known; known are great_expectations, ',
    ],
    ['a misspelled parser', null, 'panda', 'condition_parser: "panda" is not known; did you mean "pandas"?'],
    ['a list', ['i > 2'], null, 'row_condition: expected a text or a condition, got ["i > 2"]'],
    ['an unknown column', 'nosuch > 2', null, 'the data has no column "nosuch"; it has "i", '],
    ['the other case', 'I > 2', null, 'the data has no column "I"; did you mean "i"?'],
    ['an unknown name in SQL', 'i > 2 AND nosuch = 1', 'sql', 'the data has no column "nosuch"; '],
    [
      'an end too early',
      'i > 2 and',
      null,
      'row_condition, at its end: expected a column or a value, got the end (after `i > 2 and`)',
    ],
    ['a rest', 'i > 2)', null, 'row_condition, at character 6: ")" is not expected here (after `i > 2`)'],
    [
      'an assignment',
      'i = 2',
      null,
      'row_condition, at character 3: a comparison is written == (after `i `)',
    ],
    [
      'an open text',
      's == "a',
      null,
      'row_condition, at character 6: the text has no closing " (after `s == `)',
    ],
    ['a Python variable', 'i > @x', null, 'row_condition, at character 5: @ names a Python variable, '],
    [
      'a string method',
      's.str.contains("a")',
      null,
      'row_condition, at character 3: string methods are not supported: write the condition as SQL, with condition_parser: sql ',
    ],
    [
      'a function',
      'abs(i) > 2',
      null,
      'row_condition, at character 1: the function abs is not supported: write the condition as SQL, ',
    ],
    [
      'col in pandas syntax',
      'col("i") > 2',
      'pandas',
      'row_condition, at character 1: col("...") needs condition_parser: great_expectations',
    ],
    [
      'a bare name in GX syntax',
      'i > 2',
      'great_expectations',
      'row_condition, at character 1: a column is written col("i")',
    ],
    [
      'a column of numbers alone',
      'i',
      null,
      'row_condition: column "i" (BIGINT) is not true or false: compare it with something',
    ],
    [
      'a number against texts',
      's > 5',
      null,
      'row_condition: column "s" (VARCHAR) cannot be compared by > with 5: write a text in quotes',
    ],
    [
      'a text against numbers',
      'i > "5"',
      null,
      'row_condition: column "i" (BIGINT) cannot be compared by > with "5": write a number without quotes',
    ],
    [
      'a naive time against a zone',
      'z > "2024-01-02"',
      null,
      'row_condition: column "z" (TIMESTAMP WITH TIME ZONE) cannot be compared by > with "2024-01-02": write a time with its zone, ',
    ],
    [
      'a query in SQL',
      'i IN (SELECT 1)',
      'sql',
      'row_condition, at character 7: SELECT is not allowed: a condition reads the values of one row, and no query',
    ],
    [
      'a query that begins with FROM',
      'EXISTS (FROM range(3))',
      'sql',
      'row_condition, at character 9: FROM is not allowed: ',
    ],
    [
      'two statements',
      'i > 1; DROP TABLE x',
      'sql',
      'row_condition, at character 6: only one condition is allowed',
    ],
    ['an open text in SQL', "s = 'a", 'sql', "row_condition, at character 5: there is no closing '"],
    ['blank SQL', ' ', 'sql', 'row_condition: expected a condition, got an empty text'],
    [
      'an or within an and',
      { type: 'and', conditions: [{ type: 'or', conditions: [] }] },
      null,
      'row_condition.conditions.0: an "or" cannot stand within an "and"',
    ],
    [
      'no column',
      { type: 'nullity', is_null: true },
      null,
      'row_condition.column: expected {"name": "..."}, got null',
    ],
    [
      'null',
      { type: 'comparison', column: { name: 'i' }, operator: '==', parameter: null },
      null,
      'row_condition.parameter: expected a value, got null; ',
    ],
    [
      'too many',
      {
        type: 'and',
        conditions: Array.from({ length: 101 }, () => ({
          type: 'nullity',
          column: { name: 'i' },
          is_null: true,
        })),
      },
      null,
      'row_condition: 101 conditions, where at most 100 are allowed',
    ],
  ])('refuses %s', async (_what, condition, parser, message) => {
    expect(await kept(condition, parser)).toContain(message);
  });
});
