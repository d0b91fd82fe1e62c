import type * as Pg from 'pg';
import type { PostgresConnection } from '../data-source';
import { readSuite, validate, type ExpectationResult, type JsonObject } from '../index';
import { conformanceFile, readCases, tableOfCase, type ConformanceCase } from '../testing/conformance-case';
import { differences } from '../testing/conformance-differences';
import { LISTED } from '../testing/conformance-listed';
import { postgresPrograms, startPostgres, type PostgresServer } from '../testing/postgres-server';
import { userErrorOf } from '../testing/run';

const TYPES: Record<string, string> = { DOUBLE: 'double precision', FLOAT: 'real', VARCHAR: 'text' };

/** Cases whose verdict PostgreSQL cannot share, by id, each with its reason. */
const NOT_SHARED: Record<string, string> = {};

describe('PostgreSQL', () => {
  const programs = postgresPrograms();
  if (programs === undefined) {
    it.skip('skipped: there is no PostgreSQL', () => undefined);
    console.log('postgres: skipped, initdb and postgres are not installed (apt-get install postgresql)');
    return;
  }

  let server: PostgresServer;
  let client: Pg.Client;
  beforeAll(async () => {
    server = await startPostgres(programs);
    const { Client } = await import('pg');
    client = new Client(server.connection);
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  const evaluate = async (
    source: { table?: string; query?: string },
    expectations: { type: string; kwargs: JsonObject }[],
  ): Promise<ExpectationResult[]> => {
    const suite = readSuite(JSON.stringify({ name: 'suite', expectations }), { filePath: 'suite.json' });
    const { results } = await validate({
      data: { postgres: { connection: server.connection, ...source } },
      suite,
      resultFormat: 'COMPLETE',
    });
    return results;
  };

  describe('with the cases of Great Expectations', () => {
    const cases = readCases(conformanceFile());
    if (cases.length === 0) {
      it.skip('skipped: there are no cases', () => undefined);
      console.log(
        `postgres: there are no cases at ${conformanceFile()} (MODELGATE_GX_CONFORMANCE names the folder)`,
      );
      return;
    }
    const run = cases.filter(({ id }) => LISTED[id] === undefined);

    it.each(run.map((each, index) => [each.id, index, each] as const))('%s', async (id, index, each) => {
      const table = `case_${index}`;
      await client.query(creation(table, each));
      const [result] = await evaluate({ table }, [{ type: each.expectation, kwargs: each.kwargs }]);
      if (!result) throw new Error('no result');
      const found = differences(each, result);
      if (NOT_SHARED[id] === undefined) expect(found).toEqual([]);
      else expect(found).not.toEqual([]);
    });

    it('shares all verdicts but the listed ones', () => {
      const listed = Object.entries(NOT_SHARED);
      console.log(
        [
          `postgres: ${run.length - listed.length} of ${cases.length} cases agree`,
          ...listed.map(([id, reason]) => `  ${id}: ${reason}`),
        ].join('\n'),
      );
      expect(listed.filter(([id]) => !run.some((each) => each.id === id))).toEqual([]);
    });
  });

  it('validates a query, its row conditions and examples with keys, and keeps one failure to itself', async () => {
    await client.query(
      `CREATE TABLE "Odd ""orders""" (id int, "drop table; --" text, amount numeric(10,2), at timestamptz, tags text[], doc jsonb);
       INSERT INTO "Odd ""orders""" VALUES (1, 'a', 10.5, '2024-01-01 00:00+00', '{x,y}', '{"a": 1}'),
         (2, 'b', 900, '2024-01-02 00:00+00', '{}', NULL), (3, NULL, NULL, NULL, NULL, NULL), (4, 'b', 'NaN', NULL, NULL, NULL)`,
    );
    const results = await evaluate({ query: 'SELECT * FROM "Odd ""orders""";' }, [
      {
        type: 'expect_column_values_to_be_between',
        kwargs: {
          column: 'amount',
          max_value: 100,
          result_format: { result_format: 'COMPLETE', unexpected_index_column_names: ['id'] },
        },
      },
      {
        type: 'expect_column_values_to_be_unique',
        kwargs: { column: 'drop table; --', row_condition: 'id > 1', condition_parser: 'pandas' },
      },
      { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'nothing' } },
      {
        type: 'expect_column_median_to_be_between',
        kwargs: { column: 'amount', min_value: 455.25, max_value: 455.25 },
      },
      {
        type: 'unexpected_rows_expectation',
        kwargs: { unexpected_rows_query: 'SELECT 1 / (id - id) FROM {batch}' },
      },
      { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 4, max_value: 4 } },
    ]);
    expect(results.map(({ success, exception_info: info }) => [success, info.raised_exception])).toEqual([
      [false, false],
      [false, false],
      [false, true],
      [true, false],
      [false, true],
      [true, false],
    ]);
    expect(results[0]?.result).toMatchObject({
      element_count: 4,
      missing_count: 2,
      unexpected_list: [900],
      unexpected_index_list: [{ amount: 900, id: 2 }],
    });
    expect(results[1]?.result).toMatchObject({ element_count: 3, unexpected_list: ['b', 'b'] });
    expect(results[4]?.exception_info.exception_message).toContain('division by zero');
  });

  it('compares the rows of two tables', async () => {
    await client.query(
      'CREATE TABLE one AS SELECT generate_series(1, 3) AS id; CREATE VIEW other AS SELECT * FROM one',
    );
    const postgres = { connection: server.connection };
    const { success } = await validate({
      data: { postgres: { ...postgres, table: 'public.one' } },
      others: { other: { postgres: { ...postgres, table: 'other' } } },
      suite: {
        name: 's',
        spelling: '1.x',
        expectations: [
          { type: 'expect_table_row_count_to_equal_other_table', kwargs: { other_table_name: 'other' } },
        ],
      },
    });
    expect(success).toBe(true);
  });

  const suite = { name: 's', spelling: '1.x' as const, expectations: [] };
  it.each<
    [string, () => { connection?: string | PostgresConnection; table?: string; query?: string }, string]
  >([
    [
      'no server',
      () => ({ connection: { host: '127.0.0.1', port: 1, password: 'secret' }, table: 't' }),
      'there is no connection to PostgreSQL at 127.0.0.1:1/',
    ],
    [
      'a table that is not there',
      () => ({ connection: server.connection, table: 'nowhere' }),
      'PostgreSQL cannot read nowhere',
    ],
    [
      'a query that is none',
      () => ({ connection: server.connection, query: 'SELEC 1' }),
      'PostgreSQL cannot read the query',
    ],
    ['neither table nor query', () => ({ connection: server.connection }), 'neither is named'],
  ])('says what is wrong: %s', async (_what, postgres, message) => {
    const text = await userErrorOf(validate({ data: { postgres: postgres() }, suite }));
    expect(text).toContain(message);
    expect(text).not.toContain('secret');
  });
});

function creation(table: string, each: ConformanceCase): string {
  const { columns, rows } = tableOfCase(each);
  const types = columns.map(({ type }) => TYPES[type] ?? type);
  const names = columns.map(({ name }, place) => `"${name.replaceAll('"', '""')}" ${types[place]}`);
  const values = rows.map((row) => `(${row.map((value, place) => `${value}::${types[place]}`).join(', ')})`);
  const insertion = values.length > 0 ? `; INSERT INTO ${table} VALUES ${values.join(', ')}` : '';
  return `CREATE TABLE ${table} (${names.join(', ')})${insertion}`;
}
