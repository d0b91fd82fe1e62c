import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import type * as duckdb from '@duckdb/node-api';
import type { Json } from '../json';
import { messageOf } from './error-message';
import { EXTENSION_FOLDER, loadExtension, s3Secret, type Extension } from './extensions';
import { literalGlob, sqlList } from './sql';

type DuckDb = Pick<typeof duckdb, 'DuckDBInstance'>;

/** One row; integers of 64 bits and more, decimals and times are texts, as are NaN and the infinities. */
export type Row = Record<string, Json>;

export interface Session {
  /** All rows of the last statement. */
  rows(sql: string): Promise<Row[]>;
  /** Hands over the rows of a query one by one, a few at a time in memory. */
  each(sql: string, take: (row: Row) => void): Promise<void>;
}

export interface SessionSettings {
  /** As DuckDB reads it: `2GB`. Default: most of the machine's memory. */
  memoryLimit?: string;
  threads?: number;
}

export interface SessionFiles extends SessionSettings {
  /** Absolute paths, each taken literally. Nothing else can be read or written in the session. */
  files: readonly string[];
  /** Folders of S3 whose objects may be read too. */
  folders?: readonly string[];
  extensions?: readonly Extension[];
}

/**
 * A DuckDB of its own in memory, closed when `work` is done. It may touch the named files and its temporary folder
 * inside the system's, loads the named extensions alone, and its configuration is locked.
 * @throws UserError where DuckDB's native part is missing for this platform, or an extension is
 */
export async function withDuckDb<T>(
  { files, folders = [], extensions = [], memoryLimit, threads }: SessionFiles,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await loadDuckDb();
  const extensionFolder = process.env[EXTENSION_FOLDER];
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: join(tmpdir(), `modelgate-duckdb-${process.pid}-${randomBytes(6).toString('hex')}`),
    ...(extensionFolder === undefined ? {} : { extension_directory: extensionFolder }),
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  try {
    const connection = await instance.connect();
    try {
      for (const extension of extensions) await loadExtension((sql) => connection.run(sql), extension);
      if (extensions.includes('httpfs')) await connection.run(s3Secret(process.env));
      const allowed = [...new Set([...files, ...files.map(literalGlob)])];
      await connection.run(
        `SET TimeZone = 'UTC'; SET allowed_paths = [${sqlList(allowed)}]; SET allowed_directories = [${sqlList(folders)}]; SET enable_external_access = false; ` +
          'SET lock_configuration = true',
      );
      return await work({
        rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
        each: async (sql, take) => {
          const result = await connection.stream(sql);
          for await (const rows of result.yieldRowObjectJson()) rows.forEach(take);
        },
      });
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/**
 * The native addon costs 0.1 s and tens of MB, so it is loaded by the first session, never by an import.
 * @throws UserError where it is not there for this platform, or does not load
 */
export async function loadDuckDb(
  load: () => Promise<DuckDb> = () => import('@duckdb/node-api'),
): Promise<DuckDb> {
  try {
    return await load();
  } catch (error) {
    throw new UserError(
      `DuckDB, which reads the data, has no native part for ${process.platform}-${process.arch} here`,
      {
        why: (messageOf(error) ?? String(error)).split('\n')[0],
        fix:
          'install with optional dependencies (npm install --include=optional) on linux, macOS or Windows ' +
          'with x64 or arm64 and glibc; a node_modules folder copied from another platform does not work',
        cause: error,
      },
    );
  }
}
