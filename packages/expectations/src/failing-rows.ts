import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { messageOf } from './engine/error-message';
import { unexpectedAmong } from './expectations/column-map';
import type { Judged, Planned, RowFilter, Unexpected } from './expectations/define';
import { ExpectationError } from './expectations/expectation-error';
import type { Expectation } from './suite/suite';
import { valueOf, type Column } from './table/column';
import type { Table } from './table/table';
import { columnsOf, filteredRows, type Engine } from './waves/engine';

export interface FailingRowsOptions {
  /** One Parquet file for each expectation that failed for single rows is written here. */
  folder: string;
}

/** Where the failing rows of one expectation go. */
export interface FailingRowsFile {
  path: string;
  /** Written first, and renamed when it is whole. */
  draft: string;
}

const LONGEST_NAME = 150;

/** A file for each expectation of a suite, by its place in it: `003-expect_column_values_to_be_unique-id.parquet`. */
export function failingRowsFiles(
  expectations: readonly Expectation[],
  { folder }: FailingRowsOptions,
): FailingRowsFile[] {
  return expectations.map(({ type, kwargs }, index) => {
    const column = typeof kwargs['column'] === 'string' ? `-${kwargs['column']}` : '';
    const name = `${String(index + 1).padStart(3, '0')}-${type}${column}`
      .replace(/[^\p{L}\p{N}_.-]+/gu, '_')
      .slice(0, LONGEST_NAME);
    const path = resolve(join(folder, `${name}.parquet`));
    return { path, draft: `${path}.${randomBytes(6).toString('hex')}.tmp` };
  });
}

export interface FailingRows {
  unexpected: Unexpected;
  filter: RowFilter | undefined;
  keys: readonly Column[];
  file: FailingRowsFile;
}

/**
 * Writes all rows that do not meet an expectation: the key columns, the others in their order, and `row_index`, the 0-based
 * number of the row in the data. A file of an earlier run in the place of one that is not written now is removed.
 * @returns the path of each file, undefined where none was asked for
 * @throws UserError where the folder cannot be written; the files of this run are removed then
 */
export async function writeFailingRows(
  engine: Engine,
  table: Table,
  { folder }: FailingRowsOptions,
  { files, wanted }: { files: readonly FailingRowsFile[]; wanted: readonly (FailingRows | undefined)[] },
): Promise<(string | undefined)[]> {
  const written: (string | undefined)[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const [index, file] of files.entries()) {
      const rows = wanted[index];
      if (rows) await writeOne(engine, table, rows);
      else await rm(file.path, { force: true });
      written.push(rows ? file.path : undefined);
    }
  } catch (error) {
    if (error instanceof UserError || error instanceof ExpectationError) throw error;
    const made = [...files.map(({ draft }) => draft), ...written];
    for (const path of made) if (path !== undefined) await rm(path, { force: true }).catch(() => undefined);
    throw new UserError('the failing rows cannot be written', {
      where: { file: folder },
      why: messageOf(error)?.split('\n')[0],
      fix: 'check the rights of the folder and the free space of its disk',
      cause: error,
    });
  }
  return written;
}

async function writeOne(
  { session, sql }: Engine,
  table: Table,
  { unexpected, filter, keys, file }: FailingRows,
) {
  const all = columnsOf([{ columns: keys }, table]);
  const rows = filteredRows(table, columnsOf([{ columns: all }, { columns: unexpected.further ?? [] }]), {
    filter,
    numbered: true,
  });
  const { from, condition } = unexpectedAmong(unexpected, rows);
  const names = distinctNames([...all.map(({ name }) => name), 'row_index']);
  const values = [...all.map(valueOf), 'i'].map(
    (value, place) => `${value} AS ${sql.identifier(names[place] ?? '')}`,
  );
  await session.rows(
    `COPY (SELECT ${values.join(', ')} FROM ${from} WHERE ${condition}) TO ${sql.text(file.draft)} (FORMAT parquet)`,
  );
  await rename(file.draft, file.path);
}

/** Names that differ by more than case, as files are often read by engines that fold it. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let candidate = name;
    for (let count = 1; taken.has(candidate.toLowerCase()); count++) candidate = `${name}_${count}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}

/** What is written of an expectation: of a failed one with rows at fault. */
export function failingRowsOf(
  plan: Planned,
  verdict: Judged | undefined,
  file: FailingRowsFile | undefined,
): FailingRows | undefined {
  if (plan instanceof ExpectationError || !verdict || verdict instanceof ExpectationError) return undefined;
  const unexpected = verdict.unexpected ?? plan.unexpected;
  if (verdict.success || !verdict.result.unexpected_count || !unexpected || !file) return undefined;
  return { unexpected, filter: plan.filter, keys: plan.keys ?? [], file };
}
