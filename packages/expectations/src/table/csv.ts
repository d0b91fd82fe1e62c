import { UserError } from '@modelgate/contracts';
import type { Session } from '../engine/duckdb';
import { sqlList, sqlPath, sqlText } from '../engine/sql';
import { valueOf, type Column } from './column';
import { detectDelimiter, headerNames } from './csv-header';
import {
  classification,
  CSV_SQL_TYPE,
  familyFrom,
  NULL_TEXTS,
  refutations,
  typedValue,
  type CsvFamily,
} from './csv-types';
import type { Table } from './table';

/** Rows that the types are first taken from; fewer where a table is so wide that they would be millions of values. */
const SAMPLE_ROWS = 20_480;
const SAMPLE_VALUES = 1_000_000;

/** Lines that are read for the delimiter and the names of the columns. */
const HEAD_LINES = 100;

/** No text file holds this: a record read with it is a whole line. */
const NO_DELIMITER = '\x1f\x1e\x1f\x1e';

/** What is known of a CSV file before its values are typed. */
interface Layout {
  path: string;
  delimiter: string;
  /** Empty lines before the header. */
  skip: number;
  names: string[];
}

/**
 * A CSV file as pandas reads it: a header, missing values by their usual spellings, each column an integer, a float,
 * a boolean or a text.
 * @throws UserError for an empty file; a malformed one throws DuckDB's error where it is met
 */
export async function openCsv(session: Session, path: string, name: string): Promise<Table> {
  const layout = await readLayout(session, path, name);
  const limit = Math.min(SAMPLE_ROWS, Math.max(500, Math.floor(SAMPLE_VALUES / layout.names.length)));
  const sample = await classify(session, layout, `SELECT * FROM ${source(layout)} LIMIT ${limit}`);
  return tableOf(session, layout, sample.families, sample.rows < limit);
}

async function readLayout(session: Session, path: string, name: string): Promise<Layout> {
  const lines = await session.rows(
    `SELECT * FROM read_csv(${sqlPath(path)}, auto_detect = false, header = false, delim = ${sqlText(NO_DELIMITER)}, ` +
      `quote = '', escape = '', columns = {'line': 'VARCHAR'}) LIMIT ${HEAD_LINES}`,
  );
  const texts = lines.map(({ line }) => String(line ?? ''));
  const skip = texts.findIndex((line) => line !== '');
  if (skip === -1) {
    throw new UserError('the file is empty', {
      where: { file: name },
      fix: 'a CSV file begins with a line that names its columns',
    });
  }
  const head = texts.slice(skip).join('\n');
  const delimiter = detectDelimiter(head);
  return { path, delimiter, skip, names: headerNames(head, delimiter) };
}

function source({ path, delimiter, skip, names }: Layout): string {
  const columns = names.map((_name, index) => `'r${index}': 'VARCHAR'`).join(', ');
  const single = names.length === 1;
  const nulls = sqlList(single ? NULL_TEXTS : ['', ...NULL_TEXTS]);
  const rows =
    `read_csv(${sqlPath(path)}, auto_detect = false, header = true, skip = ${skip}, delim = ${sqlText(delimiter)}, ` +
    `quote = '"', escape = '"', nullstr = [${nulls}], columns = {${columns}})`;
  // An empty line is no row. With several columns the reader drops it; with one it is an empty value.
  return single ? `(SELECT * FROM ${rows} WHERE r0 IS DISTINCT FROM '')` : rows;
}

async function classify(
  session: Session,
  layout: Layout,
  rows: string,
): Promise<{ families: CsvFamily[]; rows: number }> {
  const figures = layout.names.flatMap((_name, index) => classification(index, `r${index}`));
  const [row = {}] = await session.rows(`SELECT count(*) AS total, ${figures.join(', ')} FROM (${rows})`);
  return {
    families: layout.names.map((_name, index) => familyFrom(row, index)),
    rows: Number(row['total']),
  };
}

function tableOf(session: Session, layout: Layout, families: CsvFamily[], settled: boolean): Table {
  const columns = layout.names.map((name, index): Column => {
    const family = families[index] ?? 'text';
    return { index, name, family, sqlType: CSV_SQL_TYPE[family] };
  });
  const familyAt = ({ index }: Column): CsvFamily => families[index] ?? 'text';
  const table: Table = {
    columns,
    rows: (used, { numbered = false } = {}) => {
      const values = used.map((column) => {
        const raw = `r${column.index}`;
        return `${typedValue(familyAt(column), raw)} AS ${valueOf(column)}, ${raw}`;
      });
      if (numbered) values.push('row_number() OVER () - 1 AS i');
      return `SELECT ${values.length > 0 ? values.join(', ') : 'r0'} FROM ${source(layout)}`;
    },
    checks: (used) =>
      settled
        ? []
        : used.flatMap((column) => refutations(familyAt(column), `r${column.index}`, valueOf(column)) ?? []),
    settled: async () => {
      if (settled) return table;
      const whole = await classify(session, layout, `SELECT * FROM ${source(layout)}`);
      return tableOf(session, layout, whole.families, true);
    },
  };
  return table;
}
