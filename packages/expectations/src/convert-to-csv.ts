import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import type { DataSource } from './data-source';
import { codeOf, messageOf } from './engine/error-message';
import { sqlText } from './engine/sql';
import { valueOf, type Column } from './table/column';
import { textOf } from './table/json-value';
import { withTable } from './table/open-table';

export interface ConvertToCsvOptions {
  data: DataSource;
  /** The file to write; an existing one is replaced when the new one is whole. */
  out: string;
}

/**
 * Writes a table as one CSV file: UTF-8, commas, `\n`, a header, missing values empty (`NA` in a table of one column),
 * booleans `True` and `False` as pandas writes them, lists and structures as JSON. A CSV file that is not compressed is
 * copied as it is; texts of other CSV files stay what they are (`007`).
 * @throws UserError where the data cannot be read or the file cannot be written
 */
export async function convertToCsv({ data, out }: ConvertToCsvOptions): Promise<void> {
  const target = resolve(out);
  const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await withTable(
      data,
      async (session, opened, { format, files: [file, ...others] }) => {
        if (format === 'csv' && others.length === 0 && file.compression === 'none') {
          return copyFile(file.path, draft);
        }
        const table = format === 'csv' ? opened : await opened.settled();
        const values = table.columns.map((column) => {
          const value = table.textIn?.(column) ?? csvValue(column);
          return `${value} AS ${identifier(column.name)}`;
        });
        // The line of a missing value alone would be an empty one, which is no row.
        const missing = table.columns.length === 1 ? 'NA' : '';
        try {
          await session.rows(
            `COPY (SELECT ${values.join(', ')} FROM (${table.rows(table.columns)})) ` +
              `TO ${sqlText(draft)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR ${sqlText(missing)})`,
          );
        } catch (error) {
          throw messageOf(error)?.includes(draft) ? writeError(error, out) : error;
        }
      },
      { outputs: [draft] },
    );
    await flush(draft);
    await rename(draft, target);
  } catch (error) {
    // Where the folder itself is at fault there is nothing to remove either; the first error is the one to tell.
    await rm(draft, { force: true }).catch(() => undefined);
    throw codeOf(error) === undefined ? error : writeError(error, out);
  }
}

function csvValue(column: Column): string {
  if (column.family === 'boolean') {
    return `CASE WHEN ${valueOf(column)} THEN 'True' WHEN NOT ${valueOf(column)} THEN 'False' END`;
  }
  return column.family === 'list' || column.family === 'struct' ? textOf(column) : valueOf(column);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function writeError(error: unknown, out: string): UserError {
  return new UserError('the CSV file cannot be written', {
    where: { file: out },
    why: messageOf(error)?.split('\n')[0],
    fix: 'check the rights of the folder and the free space of its disk',
    cause: error,
  });
}
