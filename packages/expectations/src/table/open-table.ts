import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import type { DataFormat, DataSource } from '../data-source';
import { withDuckDb, type Session } from '../engine/duckdb';
import { codeOf, messageOf } from '../engine/error-message';
import { asReadError } from '../engine/read-errors';
import { openCsv } from './csv';
import { openParquet } from './parquet';
import type { Table } from './table';

export interface OpenOptions {
  /** Further files, absolute, that the session may write. */
  outputs?: readonly string[];
}

/**
 * Opens a data file for the time of `work`.
 * @throws UserError for a file that is missing, empty, of an unknown format or malformed
 */
export async function withTable<T>(
  data: DataSource,
  work: (session: Session, table: Table, format: DataFormat) => Promise<T>,
  { outputs = [] }: OpenOptions = {},
): Promise<T> {
  const name = data.name ?? data.path;
  const path = resolve(data.path);
  await assertReadableFile(path, name);
  const format = data.format ?? (await guessFormat(path, data.path));
  return withDuckDb({ files: [path, ...outputs] }, async (session) => {
    try {
      const table = format === 'csv' ? await openCsv(session, path, name) : await openParquet(session, path);
      return await work(session, table, format);
    } catch (error) {
      throw asReadError(error, { path, name, format });
    }
  });
}

async function assertReadableFile(path: string, name: string): Promise<void> {
  const where = { file: name };
  try {
    const { size, isDirectory } = await stat(path).then((found) => ({
      size: found.size,
      isDirectory: found.isDirectory(),
    }));
    if (isDirectory) {
      throw new UserError('is a folder, not a data file', { where, fix: 'name the file inside it' });
    }
    if (size === 0) {
      throw new UserError('the file is empty', { where, fix: 'fetch or write the data anew' });
    }
    await access(path, constants.R_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const missing = codeOf(error) === 'ENOENT';
    throw new UserError(missing ? 'there is no such data file' : 'the data file cannot be read', {
      where,
      why: missing ? undefined : messageOf(error),
      fix: missing ? 'check the path, or fetch the data' : 'check the rights of the file and its folders',
      cause: error,
    });
  }
}

const MAGIC = 'PAR1';

/** By the ending of the name; a name without a known one by its first bytes, since content-addressed files have none. */
async function guessFormat(path: string, name: string): Promise<DataFormat> {
  if (/\.(parquet|pq)$/i.test(name)) return 'parquet';
  if (/\.(csv|tsv|txt)(\.gz)?$/i.test(name)) return 'csv';
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString('latin1') === MAGIC ? 'parquet' : 'csv';
  } finally {
    await file.close();
  }
}
