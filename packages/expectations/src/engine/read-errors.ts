import { UserError } from '@modelgate/contracts';
import type { DataFormat } from '../data-source';
import { FORMAT_NAME } from '../table/data-format';
import { messageOf } from './error-message';

/** DuckDB's kinds of error that come from the bytes of a file; the other kinds are defects of the query. */
const OF_THE_DATA =
  /^(Invalid Input|Invalid|Conversion|IO|Serialization|Out of Range|Not implemented|TProtocolException)( Error)?:/i;

export interface ReadFile {
  path: string;
  /** What messages call the file. */
  name: string;
}

/** A table whose files were read. */
export interface ReadTable {
  name: string;
  format: DataFormat;
  files: readonly ReadFile[];
}

/** The error of a query over users' files, in their words; an error that is not about the files stays what it is. */
export function asReadError(error: unknown, tables: readonly ReadTable[]): unknown {
  const text = messageOf(error);
  if (text === undefined || error instanceof UserError) return error;
  const { name, format } = culpritOf(text, tables);
  const message = withNames(text, tables);
  if (/^Out of Memory Error:/i.test(message)) {
    return new UserError('not enough memory to read the file', {
      where: { file: name },
      why: firstLine(message),
      fix: 'free memory, or allow this process more of it',
      cause: error,
    });
  }
  if (/^HTTP Error:/i.test(message)) {
    return new UserError('the data cannot be fetched', {
      where: { file: name },
      why: firstLine(message),
      fix: 'check the address, AWS_REGION or AWS_ENDPOINT_URL, and the rights of AWS_ACCESS_KEY_ID',
      cause: error,
    });
  }
  if (!OF_THE_DATA.test(message)) return error;
  return format === 'parquet'
    ? parquetError(message, name, error)
    : textError(message, { name, format }, error);
}

/** The file that a message is about; where it names none, the table whose file it must be. */
function culpritOf(text: string, tables: readonly ReadTable[]): { name: string; format: DataFormat } {
  const named = tables
    .flatMap(({ files, format }) => files.map((file) => ({ ...file, format })))
    .filter(({ path }) => text.includes(path))
    .sort((left, right) => right.path.length - left.path.length)[0];
  if (named) return named;
  const formats = new Set(tables.map(({ format }) => format));
  return {
    name: [...new Set(tables.map((table) => table.name))].join(' or '),
    format: formats.size === 1 ? (tables[0]?.format ?? 'csv') : 'csv',
  };
}

/** Longer paths first, as one may begin another. */
function withNames(text: string, tables: readonly ReadTable[]): string {
  return tables
    .flatMap(({ files }) => files)
    .sort((left, right) => right.path.length - left.path.length)
    .reduce((message, { path, name }) => message.replaceAll(path, name), text);
}

function parquetError(message: string, name: string, cause: unknown): UserError {
  return new UserError('the file is not a readable Parquet file', {
    where: { file: name },
    why: firstLine(message),
    fix: 'fetch or write the file anew: it is cut off, damaged or of another format',
    cause,
  });
}

function textError(
  message: string,
  { name, format }: { name: string; format: DataFormat },
  cause: unknown,
): UserError {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const where = line === undefined ? { file: name } : { file: name, line: Number(line) };
  const original = /Original Line: ([^\n]*)/.exec(message)?.[1];
  const reads = original === undefined ? undefined : `the line reads: ${shortened(original)}`;
  for (const { pattern, what, fix } of CSV_PROBLEMS) {
    const match = pattern.exec(message);
    if (match) return new UserError(what(match), { where, why: reads, fix, cause });
  }
  return new UserError(`the file is not a readable ${FORMAT_NAME[format]} file`, {
    where,
    why: [csvReason(message), reads].filter((part) => part !== undefined).join('; '),
    fix:
      format === 'arrow'
        ? 'fetch or write the file anew: it is cut off, damaged or of another format'
        : `mend the file at this place; it has to be UTF-8 with one ${format === 'csv' ? 'delimiter throughout' : 'JSON object a line'}`,
    cause,
  });
}

const CSV_PROBLEMS: { pattern: RegExp; what: (match: RegExpExecArray) => string; fix: string }[] = [
  {
    pattern: /Expected Number of Columns: (\d+) Found: (\d+)/,
    what: ([, expected, found]) =>
      `the header has ${expected} ${expected === '1' ? 'column' : 'columns'}, but this line has ${found}`,
    fix: 'mend the line; a value that holds the delimiter or a line break has to stand in double quotes',
  },
  {
    pattern: /unterminated quote/i,
    what: () => 'a double quote is opened and not closed as CSV asks',
    fix: 'close the quote at the end of the value, and double every quote inside it ("")',
  },
  {
    pattern: /Invalid unicode|not utf-8/i,
    what: () => 'the file is not UTF-8',
    fix: 'convert it, for example: iconv -f latin1 -t utf-8 old.csv > new.csv (-f utf-16 where every other byte is \\0)',
  },
  {
    pattern: /maximum line size/i,
    what: () => 'a line is longer than 2 MB',
    fix: 'look for a double quote that is not closed or for a missing line break',
  },
  {
    pattern: /state machine reached an invalid state/i,
    what: () => 'the line ends or the quotes are not those of one CSV format',
    fix: 'use one kind of line end throughout (dos2unix), and close and double quotes inside values ("")',
  },
];

/** DuckDB's own sentence, without its options and proposals. */
function csvReason(message: string): string {
  const lines = message
    .replace(/CSV Error on Line: \d+\s*/, '')
    .replace(/Original Line: [^\n]*\n?/, '')
    .split('\n')
    .map((line) => line.trim());
  return lines.find((line) => line !== '') ?? 'no reason given';
}

function firstLine(message: string): string {
  return shortened(message.split('\n')[0] ?? message);
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
