import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../json';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { definitionOf } from './registry';

const folder = tempFolder();
const csv = folder.write(
  'orders.csv',
  'a,b,t,"we""ird n",date\n1,2,x,1,2024-01-01\n3,2,y,2,2024-01-02\n,5,x,3,2024-01-03\n',
);
const SATISFY = 'expect_column_values_to_satisfy_sql';
const QUERY = 'unexpected_rows_expectation';

describe('a condition in SQL', () => {
  it.each<[JsonObject, Json[]]>([
    [{ sql: 'a < b OR a IS NULL' }, [{ a: 3, b: 2 }]],
    [
      { sql: 'a < b' },
      [
        { a: 3, b: 2 },
        { a: null, b: 5 },
      ],
    ],
    [{ sql: 'a < b', column: 'a' }, [3]],
    [{ sql: 'A < B', column: 'a', mostly: 0.5 }, [3]],
    [{ sql: '"we""ird n" < 3 -- the last one' }, [3]],
    [{ sql: "length(t) = 1 AND t LIKE '%'" }, []],
    [{ sql: "CAST(date AS DATE) >= DATE '2024-01-02'" }, ['2024-01-01']],
    [{ sql: "date::date >= '2024-01-02'" }, ['2024-01-01']],
    [{ sql: "CASE WHEN t = 'x' THEN b > 2 ELSE true END" }, [{ t: 'x', b: 2 }]],
    [{ sql: 'b > 2', row_condition: 't == "x"', condition_parser: 'pandas' }, [2]],
  ])('%j leaves %j', async (kwargs, unexpected) => {
    const { success, result, exception_info } = await run(csv, SATISFY, kwargs, { resultFormat: 'COMPLETE' });
    expect(exception_info.exception_message).toBeNull();
    expect(result.unexpected_list).toEqual(unexpected);
    expect(success).toBe(unexpected.length === 0 || kwargs['mostly'] !== undefined);
  });

  it.each<[JsonObject, string]>([
    [{}, 'sql: is missing; expected a condition in SQL'],
    [{ sql: '' }, 'sql: expected a condition in SQL'],
    [{ sql: ' -- nothing' }, 'sql: expected SQL, got an empty text'],
    [{ sql: 'nope > 1' }, 'the data has no column "nope"'],
    [{ sql: 'a > 1', column: 'nope' }, 'the data has no column "nope"'],
    [{ sql: '1 = 1' }, 'sql: it names no column of the data'],
    [{ sql: '(SELECT 1) = a' }, 'sql, at character 2: SELECT is not allowed'],
    [{ sql: 'a IN (FROM t)' }, 'FROM is not allowed'],
    [{ sql: 'a > 1) OR (b > 1' }, 'sql: there is no opening bracket for a )'],
    [{ sql: '(a > 1' }, 'sql: there is no closing bracket for a ('],
    [{ sql: 'a > 1; DROP TABLE t' }, 'sql: only one statement is allowed'],
    [{ sql: "t = '" }, "sql: there is no closing '"],
    [{ sql: "t = E'\\'' OR t = ';'" }, 'sql: write texts in single quotes'],
    [{ sql: 't = $$;$$' }, 'sql: write texts in single quotes'],
    [{ sql: "getenv('HOME') = t" }, 'sql: the function getenv is not allowed'],
    [{ sql: "pg_read_file('/etc/passwd') = t" }, 'sql: the function pg_read_file is not allowed'],
    [{ sql: 'sum(a) > 1' }, 'the database cannot evaluate it: '],
    [{ sql: 'nofun(a) > 1' }, 'the database cannot evaluate it: '],
  ])('%j is refused', async (kwargs, message) => {
    const { success, exception_info } = await run(csv, SATISFY, kwargs);
    expect(success).toBe(false);
    expect(exception_info.exception_message).toContain(message);
  });

  it('is told as it is written', async () => {
    const kwargs = { sql: 'a < b' };
    const { result } = await run(csv, SATISFY, kwargs);
    expect(definitionOf(SATISFY).tell(kwargs, result)).toEqual({
      expected: 'every row satisfies a < b',
      found: '2 of 3 rows fail (67 %)',
      fix: 'correct or drop these rows',
    });
  });
});

describe('a query for unexpected rows', () => {
  it.each<[string, Json[]]>([
    ['SELECT * FROM {batch} WHERE a > 100;', []],
    ['SELECT a, t FROM {batch} WHERE a > 1', [{ a: 3, t: 'y' }]],
    [
      'WITH n AS (SELECT t, count(*) AS n FROM {batch} GROUP BY t) SELECT n.t FROM n JOIN {batch} AS b USING (t) WHERE n > 1',
      [{ t: 'x' }, { t: 'x' }],
    ],
    ["SELECT {{'a': a}} AS s FROM {batch} WHERE b = 5", [{ s: { a: null } }]],
    ['SELECT "we""ird n" AS n FROM {batch} WHERE a IS NULL', [{ n: 3 }]],
    [
      "SELECT a, ['inf'::DOUBLE, -1.5] AS ends FROM {batch} WHERE a = 3",
      [{ a: 3, ends: ['Infinity', -1.5] }],
    ],
  ])('%s finds %j', async (unexpected_rows_query, rows) => {
    const found = await run(csv, QUERY, { unexpected_rows_query }, { resultFormat: 'COMPLETE' });
    expect(found).toMatchObject({
      success: rows.length === 0,
      result: {
        observed_value: `${rows.length} unexpected ${rows.length === 1 ? 'row' : 'rows'}`,
        details: { unexpected_rows: rows, unexpected_row_count: rows.length },
      },
      exception_info: { raised_exception: false },
    });
  });

  it('sees the rows of its row condition', async () => {
    const unexpected_rows_query = 'SELECT a FROM {batch}';
    const kwargs = { unexpected_rows_query, row_condition: 'a == 3', condition_parser: 'pandas' };
    const { result } = await run(csv, QUERY, kwargs, { resultFormat: 'COMPLETE' });
    expect(result.details).toEqual({ unexpected_rows: [{ a: 3 }], unexpected_row_count: 1 });
    expect(definitionOf(QUERY).tell(kwargs, result)).toMatchObject({
      expected: 'no row is found by SELECT a FROM {batch}',
      found: 'there is 1 unexpected row, the first is {"a":3}',
    });
  });

  it.each([
    ['DROP TABLE x', 'only a query is allowed'],
    [`COPY (SELECT 1) TO '${csv}'`, 'only a query is allowed'],
    [`SELECT 1); COPY (SELECT 1) TO '${csv}'; SELECT (1`, 'only one statement is allowed'],
    [`SELECT E'\\'' ); COPY (SELECT 1) TO '${csv}'; --'`, 'write texts in single quotes'],
    ["SELECT * FROM read_csv('/etc/passwd')", 'the database cannot evaluate it: '],
    ['SELECT * FROM nowhere', 'the database cannot evaluate it: '],
    ['SELECT {foo}', '{batch} alone can stand in braces'],
    ['', 'expected a query'],
  ])('%s is refused', async (unexpected_rows_query, message) => {
    const before = readFileSync(csv, 'utf8');
    const { success, exception_info } = await run(csv, QUERY, { unexpected_rows_query });
    expect(success).toBe(false);
    expect(exception_info.exception_message).toContain(message);
    expect(readFileSync(csv, 'utf8')).toBe(before);
  });
});
