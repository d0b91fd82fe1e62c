import { UserError } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import { withDuckDb, type Session, type SessionSettings } from '../engine/duckdb';
import { asReadError } from '../engine/read-errors';
import { openArrow } from './arrow';
import { openCsv } from './csv';
import { dataFiles, type DataFiles } from './data-files';
import { openJsonl } from './jsonl';
import { openParquet } from './parquet';
import { isRemote, remoteFiles, remoteFolder } from './remote-files';
import type { Table } from './table';

export interface OpenedTable {
  table: Table;
  source: DataFiles;
}

export interface OpenOptions extends SessionSettings {
  /** Further files, absolute, that the session may write. */
  outputs?: readonly string[];
}

/**
 * Opens a table for the time of `work`.
 * @throws UserError for a file that is missing, empty, of an unknown format or malformed, and for files that are no
 * common table
 */
export async function withTable<T>(
  data: DataSource,
  work: (session: Session, table: Table, source: DataFiles) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  return withTables(
    [data],
    (session, [opened]) => {
      if (!opened) throw new Error('one table was asked for');
      return work(session, opened.table, opened.source);
    },
    options,
  );
}

/** Opens several tables in one session; as `withTable`. */
export async function withTables<T>(
  data: readonly DataSource[],
  work: (session: Session, tables: readonly OpenedTable[]) => Promise<T>,
  { outputs = [], ...settings }: OpenOptions = {},
): Promise<T> {
  const local = new Map<DataSource, DataFiles>();
  for (const each of data) if (!isRemote(each)) local.set(each, await dataFiles(each));
  const found = [...local.values()];
  const remote = data.filter(isRemote);
  const isArrow = found.some(({ format }) => format === 'arrow');
  const access = {
    files: [...found.flatMap(({ files }) => files.map(({ path }) => path)), ...outputs],
    folders: remote.map(remoteFolder),
    extensions: [
      ...(remote.length > 0 ? ['httpfs' as const] : []),
      ...(isArrow ? ['nanoarrow' as const] : []),
    ],
  };
  return withDuckDb({ ...access, ...settings }, async (session) => {
    const sources: DataFiles[] = [];
    for (const each of data) sources.push(local.get(each) ?? (await remoteFiles(session, each)));
    try {
      const tables: OpenedTable[] = [];
      for (const source of sources) tables.push({ source, table: await openTable(session, source) });
      return await work(session, tables);
    } catch (error) {
      throw error instanceof UserError ? error : asReadError(error, sources);
    }
  });
}

function openTable(session: Session, source: DataFiles): Promise<Table> {
  switch (source.format) {
    case 'csv':
      return openCsv(session, source);
    case 'parquet':
      return openParquet(session, source);
    case 'arrow':
      return openArrow(session, source);
    case 'jsonl':
      return openJsonl(session, source);
  }
}
