import { UserError } from '@modelgate/contracts';
import type * as pg from 'pg';
import type { PostgresSource } from '../data-source';
import type { Json } from '../json';
import type { Row, Session } from './duckdb';
import { firstLineOf, messageOf } from './error-message';

type Pg = Pick<typeof pg, 'Client'>;

export interface PostgresSession extends Session {
  /** The columns of a query, each with PostgreSQL's name of its type: `double precision`. */
  fields(sql: string): Promise<{ name: string; type: string }[]>;
}

/** Rows that are fetched at once where a query is read one by one. */
const FETCHED = 5_000;

/** Numbers of PostgreSQL's types whose values stay the texts that they are: times and bytes. */
const AS_TEXT = new Set([17, 1082, 1083, 1114, 1184, 1186, 1266]);

/**
 * A connection for the time of `work`: one read-only transaction over one snapshot, so that all queries see the same rows
 * and none can write. A query that fails leaves the others possible.
 * @throws UserError where the package `pg` is not installed, or there is no connection
 */
export async function withPostgres<T>(
  { postgres: { connection } }: PostgresSource,
  work: (session: PostgresSession) => Promise<T>,
  load: () => Promise<Pg> = () => import('pg'),
): Promise<T> {
  const { Client } = await loadPg(load);
  const client = new Client({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    application_name: 'modelgate',
  });
  // An error of an idle connection is met by the next query.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw connectError(connection, error);
  }
  try {
    await client.query(
      "SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; " +
        'SET synchronize_seqscans = off; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    );
    return await work(sessionOf(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function sessionOf(client: pg.Client): PostgresSession {
  const run = async (sql: string): Promise<Row[]> => {
    const { rows, fields } = await client.query<Record<string, unknown>>({
      text: sql,
      types: { getTypeParser: parserOf },
    });
    return rows.map((row) => Object.fromEntries(fields.map(({ name }) => [name, jsonOf(row[name])])));
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query('SAVEPOINT query');
    try {
      return await work();
    } catch (error) {
      await client.query('ROLLBACK TO SAVEPOINT query').catch(() => undefined);
      throw error;
    } finally {
      await client.query('RELEASE SAVEPOINT query').catch(() => undefined);
    }
  };
  return {
    rows: (sql) => guarded(() => run(sql)),
    fields: (sql) =>
      guarded(async () => {
        const { fields } = await client.query(sql);
        const ids = fields.map(({ dataTypeID }) => dataTypeID);
        const types = await run(
          `SELECT place, format_type(id, NULL) AS type FROM unnest(ARRAY[${ids.join(', ')}]::oid[]) WITH ORDINALITY AS t(id, place)`,
        );
        const names = new Map(types.map(({ place, type }) => [Number(place) - 1, String(type)]));
        return fields.map(({ name }, index) => ({ name, type: names.get(index) ?? 'text' }));
      }),
    each: (sql, take) =>
      guarded(async () => {
        await client.query(`DECLARE listing NO SCROLL CURSOR FOR ${sql}`);
        for (;;) {
          const rows = await run(`FETCH ${FETCHED} FROM listing`);
          rows.forEach(take);
          if (rows.length < FETCHED) break;
        }
        await client.query('CLOSE listing');
      }),
  };
}

function parserOf(oid: number): (text: string) => unknown {
  if (AS_TEXT.has(oid)) return (text) => text;
  const parse = PARSERS[oid];
  return parse ?? ((text) => text);
}

const numberFrom = (text: string): number => Number(text);

/** What the engine reads of PostgreSQL's text form of a value, by the number of its type; all others are texts. */
const PARSERS: Record<number, (text: string) => unknown> = {
  16: (text) => text === 't',
  21: numberFrom,
  23: numberFrom,
  700: numberFrom,
  701: numberFrom,
  114: (text): unknown => JSON.parse(text),
  3802: (text): unknown => JSON.parse(text),
  1022: (text) => listOf(text).map(numberFrom),
  1009: listOf,
};

/** The items of an array of one dimension; NULL items are left out. */
function listOf(text: string): string[] {
  const items = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...items].flatMap(([, quoted, plain]) =>
    quoted !== undefined
      ? quoted.replace(/\\(.)/gs, '$1')
      : plain === undefined || plain === 'NULL'
        ? []
        : plain,
  );
}

function jsonOf(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]));
  }
  return String(value);
}

async function loadPg(load: () => Promise<Pg>): Promise<Pg> {
  try {
    return await load();
  } catch (error) {
    throw new UserError('data in PostgreSQL is read through the package pg, which is not installed', {
      why: firstLineOf(error),
      fix: 'npm install pg',
      cause: error,
    });
  }
}

function connectError(connection: PostgresSource['postgres']['connection'], error: unknown): UserError {
  return new UserError(`there is no connection to PostgreSQL at ${addressOf(connection)}`, {
    why: messageOf(error) || 'the server does not answer',
    fix: 'check host, port, database, user and password, and that the server runs',
    cause: error,
  });
}

/** Host, port and database, never a password. */
export function addressOf(connection: PostgresSource['postgres']['connection']): string {
  if (typeof connection !== 'string') {
    const { host = 'localhost', port = 5432, database = '' } = connection ?? {};
    return `${host}:${port}/${database}`;
  }
  try {
    const { host, pathname } = new URL(connection);
    return `${host}${pathname}`;
  } catch {
    return 'the given address';
  }
}
