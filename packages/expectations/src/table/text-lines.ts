import type { Session } from '../engine/duckdb';
import { sqlPath, sqlText } from '../engine/sql';
import type { DataFile } from './data-files';

/** No text file holds this: a record read with it is a whole line. */
const NO_DELIMITER = '\x1f\x1e\x1f\x1e';

/** The lines of text files of one compression as the column `line`, NULL where a line is empty. A byte order mark is none of them. */
export function linesOf([first, ...rest]: readonly [DataFile, ...DataFile[]]): string {
  return (
    `read_csv(${sqlPaths([first, ...rest])}, auto_detect = false, header = false, delim = ${sqlText(NO_DELIMITER)}, ` +
    `quote = '', escape = '', compression = ${sqlText(first.compression)}, columns = {'line': 'VARCHAR'})`
  );
}

/** The first lines of a text file. */
export async function firstLines(session: Session, file: DataFile, limit: number): Promise<string[]> {
  const lines = await session.rows(`SELECT * FROM ${linesOf([file])} LIMIT ${limit}`);
  return lines.map(({ line }) => String(line ?? ''));
}

/** The paths of files as the argument of a file function. */
export function sqlPaths(files: readonly DataFile[]): string {
  return `[${files.map(({ path }) => sqlPath(path)).join(', ')}]`;
}

/** Consecutive items of one key together, in their order: files that one reader can read. */
export function runsOf<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const runs: [T, ...T[]][] = [];
  let lastKey: string | undefined;
  for (const item of items) {
    const key = keyOf(item);
    const run = runs.at(-1);
    if (run && key === lastKey) run.push(item);
    else runs.push([item]);
    lastKey = key;
  }
  return runs;
}
