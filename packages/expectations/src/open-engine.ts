import { UserError } from '@modelgate/contracts';
import { isPostgres, sourceName, type DataSource, type TableSource } from './data-source';
import { duckDb } from './engine/dialects/duckdb';
import { postgres } from './engine/dialects/postgres';
import { firstLineOf } from './engine/error-message';
import { addressOf, withPostgres } from './engine/postgres';
import { withTables, type OpenOptions } from './table/open-table';
import { openPostgres } from './table/postgres';
import type { Table } from './table/table';
import type { Engine } from './waves/engine';

/**
 * Opens tables with the engine of their data for the time of `work`, the first one and further ones in their order.
 * @throws UserError where data cannot be read, or the tables are of several engines
 */
export async function withEngine<T>(
  sources: readonly [TableSource, ...TableSource[]],
  options: OpenOptions,
  work: (engine: Engine, table: Table, further: readonly Table[]) => Promise<T>,
): Promise<T> {
  const [first] = sources;
  if (!isPostgres(first)) {
    return withTables(
      sources.map(asFiles),
      async (session, [opened, ...further]) => {
        if (!opened) throw new Error('a table was asked for');
        return work(
          { session, sql: duckDb },
          opened.table,
          further.map(({ table }) => table),
        );
      },
      options,
    );
  }
  return withPostgres(first, async (session) => {
    const tables: Table[] = [];
    for (const source of sources) {
      if (!isPostgres(source) || !isSameServer(source, first)) throw severalEngines(first, source);
      tables.push(await openPostgres(session, source));
    }
    const [table, ...further] = tables;
    if (!table) throw new Error('a table was asked for');
    try {
      return await work({ session, sql: postgres }, table, further);
    } catch (error) {
      throw isOfServer(error) ? brokenOff(first, error) : error;
    }
  });

  function asFiles(source: TableSource): DataSource {
    if (isPostgres(source)) throw severalEngines(first, source);
    return source;
  }
}

function isSameServer(one: TableSource, other: TableSource): boolean {
  if (!isPostgres(one) || !isPostgres(other)) return false;
  return JSON.stringify(one.postgres.connection) === JSON.stringify(other.postgres.connection);
}

function severalEngines(first: TableSource, other: TableSource): UserError {
  return new UserError('tables of one run come from one place', {
    why: `${sourceName(first)} and ${sourceName(other)} are not both files, nor tables of one connection`,
    fix: 'compare tables of one database, or export both to files',
  });
}

/** Whether an error is PostgreSQL's own, or its connection's, and no defect here. */
function isOfServer(error: unknown): boolean {
  return error instanceof Error && !(error instanceof UserError) && 'code' in error;
}

function brokenOff(source: TableSource, error: unknown): UserError {
  const address = isPostgres(source) ? addressOf(source.postgres.connection) : '';
  return new UserError(`PostgreSQL cannot evaluate the suite over ${sourceName(source)}`, {
    where: { file: address },
    why: firstLineOf(error),
    fix: 'check the view or query and the rights of the user, and that the server stays up',
    cause: error,
  });
}
