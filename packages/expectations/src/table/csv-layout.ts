import { UserError } from '@modelgate/contracts';
import type { Session } from '../engine/duckdb';
import { sqlList, sqlText } from '../engine/sql';
import { detectDelimiter, headerNames } from './csv-header';
import { NULL_TEXTS } from './csv-types';
import type { DataFile } from './data-files';
import { assertSameColumns } from './same-columns';
import { firstLines, runsOf, sqlPaths } from './text-lines';

/** Lines that are read for the delimiter and the names of the columns. */
const HEAD_LINES = 100;

/** CSV files of one layout, read by one call. */
interface Segment {
  files: [DataFile, ...DataFile[]];
  delimiter: string;
  /** Empty lines before the header. */
  skip: number;
  /** For each field of a line the place of its column in the table. */
  places: readonly number[];
}

/** What is known of CSV files before their values are typed. */
export interface Layout {
  names: string[];
  segments: [Segment, ...Segment[]];
}

interface FileLayout {
  file: DataFile;
  delimiter: string;
  skip: number;
  names: string[];
}

/** @throws UserError for an empty file, and for files of different columns */
export async function readLayout(
  session: Session,
  [first, ...rest]: readonly [DataFile, ...DataFile[]],
): Promise<Layout> {
  const head = await layoutOf(session, first);
  const layouts: [FileLayout, ...FileLayout[]] = [head];
  for (const file of rest) layouts.push(await layoutOf(session, file));
  assertSameColumns(layouts.map(({ file, names }) => ({ name: file.name, columns: names })));
  const placeOf = new Map(head.names.map((name, index) => [name, index]));
  const [segment, ...more] = runsOf(layouts, ({ delimiter, skip, names, file }) =>
    JSON.stringify([delimiter, skip, file.compression, names]),
  ).map(([{ file, delimiter, skip, names }, ...others]): Segment => {
    const places = names.map((name) => placeOf.get(name) ?? 0);
    return { files: [file, ...others.map((other) => other.file)], delimiter, skip, places };
  });
  if (!segment) throw new Error('a table has at least one file');
  return { names: head.names, segments: [segment, ...more] };
}

async function layoutOf(session: Session, file: DataFile): Promise<FileLayout> {
  const lines = await firstLines(session, file, HEAD_LINES);
  const skip = lines.findIndex((line) => line !== '');
  if (skip === -1) {
    throw new UserError('the file is empty', {
      where: { file: file.name },
      fix: 'a CSV file begins with a line that names its columns',
    });
  }
  const head = lines.slice(skip).join('\n');
  const isTsv = /\.tsv(\.gz|\.zst)?$/i.test(file.name);
  const delimiter = isTsv && lines[skip]?.includes('\t') ? '\t' : detectDelimiter(head);
  return { file, delimiter, skip, names: headerNames(head, delimiter) };
}

/**
 * What to select from: the raw texts of all columns, `r0` and on, NULL where there is no value.
 * @param nullTexts texts that mean that there is none, the empty one aside
 */
export function rawRows({ names, segments }: Layout, nullTexts: readonly string[] = NULL_TEXTS): string {
  if (segments.length === 1) return readerOf(segments[0], names, nullTexts);
  const columns = names.map((_name, index) => `r${index}`).join(', ');
  return `(${segments.map((segment) => `SELECT ${columns} FROM ${readerOf(segment, names, nullTexts)}`).join(' UNION ALL ')})`;
}

function readerOf(
  { files, delimiter, skip, places }: Segment,
  names: readonly string[],
  nullTexts: readonly string[],
): string {
  const columns = places.map((place) => `'r${place}': 'VARCHAR'`).join(', ');
  const single = names.length === 1;
  const nulls = sqlList(single ? nullTexts : ['', ...nullTexts]);
  const rows =
    `read_csv(${sqlPaths(files)}, auto_detect = false, header = true, skip = ${skip}, delim = ${sqlText(delimiter)}, ` +
    `quote = '"', escape = '"', nullstr = [${nulls}], compression = ${sqlText(files[0].compression)}, columns = {${columns}})`;
  // An empty line is no row. With several columns the reader drops it; with one it is an empty value.
  return single ? `(SELECT * FROM ${rows} WHERE r0 IS DISTINCT FROM '')` : rows;
}
