import { UserError } from '@modelgate/contracts';
import type { PostgresSource } from '../data-source';
import { postgres } from '../engine/dialects/postgres';
import type { PostgresSession } from '../engine/postgres';
import { firstLineOf } from '../engine/error-message';
import { valueOf, type Column, type Family } from './column';
import type { Table } from './table';

/** PostgreSQL has a limit of 1,664 columns in a result. */
const EXPRESSIONS_AT_ONCE = 1_500;

interface Type {
  family: Family;
  /** The name that DuckDB, and so every other table here, has for it. */
  sqlType: string;
}

const TYPES: Record<string, Type> = {
  smallint: { family: 'integer', sqlType: 'SMALLINT' },
  integer: { family: 'integer', sqlType: 'INTEGER' },
  bigint: { family: 'integer', sqlType: 'BIGINT' },
  real: { family: 'float', sqlType: 'FLOAT' },
  'double precision': { family: 'float', sqlType: 'DOUBLE' },
  numeric: { family: 'decimal', sqlType: 'DECIMAL' },
  boolean: { family: 'boolean', sqlType: 'BOOLEAN' },
  text: { family: 'text', sqlType: 'VARCHAR' },
  'character varying': { family: 'text', sqlType: 'VARCHAR' },
  character: { family: 'text', sqlType: 'VARCHAR' },
  date: { family: 'date', sqlType: 'DATE' },
  'timestamp without time zone': { family: 'timestamp', sqlType: 'TIMESTAMP' },
  'timestamp with time zone': { family: 'timestamptz', sqlType: 'TIMESTAMP WITH TIME ZONE' },
  'time without time zone': { family: 'time', sqlType: 'TIME' },
  'time with time zone': { family: 'time', sqlType: 'TIME WITH TIME ZONE' },
  interval: { family: 'time', sqlType: 'INTERVAL' },
  bytea: { family: 'bytes', sqlType: 'BLOB' },
  json: { family: 'struct', sqlType: 'JSON' },
  jsonb: { family: 'struct', sqlType: 'JSON' },
};

/**
 * A table or a query of PostgreSQL. Types that have no like here (uuid, enumerations, networks) are texts.
 * @throws UserError where it is not there, or the query is none
 */
export async function openPostgres(session: PostgresSession, source: PostgresSource): Promise<Table> {
  const from = relationOf(source);
  const columns = await columnsOf(session, from, source);
  const [{ n = 0 } = {}] =
    source.postgres.table === undefined
      ? []
      : await session.rows(
          `SELECT reltuples::bigint AS n FROM pg_class WHERE oid = to_regclass(${postgres.text(from)})`,
        );
  const table: Table = {
    columns,
    expressionsAtOnce: EXPRESSIONS_AT_ONCE,
    // What the server last counted; -1 where it never did.
    estimatedRows: Number(n) > 0 ? Number(n) : Infinity,
    rows: (used, { numbered = false } = {}) => {
      const values = used.map((column) => `${valueFrom(column)} AS ${valueOf(column)}`);
      if (numbered) values.push('row_number() OVER () - 1 AS i');
      return `SELECT ${values.length > 0 ? values.join(', ') : '1 AS one'} FROM ${from} AS source`;
    },
    checks: () => [],
    settled: async () => table,
  };
  return table;
}

function valueFrom({ name, family, sqlType }: Column): string {
  const raw = `source.${postgres.identifier(name)}`;
  if (family === 'float') return `nullif(${raw}, 'NaN')`;
  if (family === 'decimal') return `nullif(${raw}, 'NaN'::numeric)`;
  return family === 'text' ? `${raw}::text` : sqlType === 'JSON' ? `${raw}::jsonb` : raw;
}

function relationOf({ postgres: { table, query } }: PostgresSource): string {
  if (table !== undefined && query === undefined) return quotedName(table);
  if (query !== undefined && table === undefined) return `(${query.trim().replace(/;\s*$/, '')}\n)`;
  throw new UserError('data in PostgreSQL is a table or a query', {
    why: table === undefined ? 'neither is named' : 'both are named',
    fix: 'set postgres.table, or postgres.query',
  });
}

/** `sales.orders` as an SQL name; parts in double quotes are taken as they are. */
function quotedName(name: string): string {
  const parts = [...name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)];
  return parts
    .map(([, quoted, plain = '']) =>
      postgres.identifier(quoted === undefined ? plain : quoted.replaceAll('""', '"')),
    )
    .join('.');
}

async function columnsOf(session: PostgresSession, from: string, source: PostgresSource): Promise<Column[]> {
  const name = source.name ?? source.postgres.table ?? 'the query';
  try {
    const fields = await session.fields(`SELECT * FROM ${from} AS source LIMIT 0`);
    return fields.map(({ name: column, type }, index) => ({ index, name: column, ...typeOf(type) }));
  } catch (error) {
    throw new UserError(`PostgreSQL cannot read ${name}`, {
      why: firstLineOf(error),
      fix: 'check the name or the query, and the rights of the user',
      cause: error,
    });
  }
}

function typeOf(type: string): Type {
  if (type.endsWith('[]')) return { family: 'list', sqlType: `${typeOf(type.slice(0, -2)).sqlType}[]` };
  return TYPES[type] ?? { family: 'text', sqlType: type.toUpperCase() };
}
