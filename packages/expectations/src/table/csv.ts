import type { Session } from '../engine/duckdb';
import { sqlList } from '../engine/sql';
import { valueOf, type Column } from './column';
import { rawRows, readLayout, type Layout } from './csv-layout';
import {
  classification,
  CSV_SQL_TYPE,
  familyFrom,
  NULL_TEXTS,
  refutations,
  typedValue,
  type CsvFamily,
} from './csv-types';
import type { DataFile, DataFiles } from './data-files';
import type { Table } from './table';

/** Rows that the types are first taken from; fewer where a table is so wide that they would be millions of values. */
const SAMPLE_ROWS = 20_480;
const SAMPLE_VALUES = 1_000_000;

/**
 * CSV files as pandas reads them: a header, missing values by their usual spellings, each column an integer, a float, a
 * boolean or a text.
 * @throws UserError for an empty file and for files of different columns; a malformed one throws DuckDB's error where it
 * is met
 */
export async function openCsv(session: Session, { files }: DataFiles): Promise<Table> {
  const layout = await readLayout(session, files);
  const limit = Math.min(SAMPLE_ROWS, Math.max(500, Math.floor(SAMPLE_VALUES / layout.names.length)));
  const sample = await classify(
    session,
    layout,
    `SELECT * FROM ${rawRows(layout)} LIMIT ${limit}`,
    SAMPLE_COLUMNS,
  );
  const whole = sample.rows < limit;
  const estimatedRows = whole ? sample.rows : totalBytes(files) / Math.max(1, sample.bytes / sample.rows);
  // The reader wants one text at least, and in a single column the empty one is a value.
  const known = whole || layout.names.length === 1;
  const nullTexts = known ? NULL_TEXTS : await nullTextsIn(session, layout, limit);
  return tableOf(session, layout, { families: sample.families, settled: whole, estimatedRows, nullTexts });
}

/** Which of the texts that mean a missing value occur in the first rows. */
async function nullTextsIn(session: Session, layout: Layout, limit: number): Promise<string[]> {
  const values = layout.names.map((_name, index) => `r${index}`).join(', ');
  const rows = await session.rows(
    `SELECT DISTINCT x FROM (SELECT unnest([${values}]) AS x FROM (SELECT * FROM ${rawRows(layout, [])} LIMIT ${limit})) ` +
      `WHERE x IN (${sqlList(NULL_TEXTS)})`,
  );
  return rows.map(({ x }) => String(x));
}

/** Text is seldom compressed to less than a tenth. */
const COMPRESSED_TO = 0.1;

function totalBytes(files: readonly DataFile[]): number {
  return files.reduce(
    (sum, { bytes, compression }) => sum + (compression === 'none' ? bytes : bytes / COMPRESSED_TO),
    0,
  );
}

interface Classified {
  families: CsvFamily[];
  rows: number;
  /** Of the rows, as text. */
  bytes: number;
}

/**
 * @param rows a query of raw texts
 * @param columnsAtOnce how many columns a query classifies: planning takes time that is quadratic in them, and reading is repeated
 */
async function classify(
  session: Session,
  { names }: Layout,
  rows: string,
  columnsAtOnce = names.length,
): Promise<Classified> {
  const found: Classified = { families: [], rows: 0, bytes: 0 };
  for (let first = 0; first < names.length; first += columnsAtOnce) {
    const places = names.slice(first, first + columnsAtOnce).map((_name, place) => first + place);
    const raw = places.map((index) => `r${index}`);
    const figures = places.flatMap((index) => classification(index, `r${index}`));
    const [row = {}] = await session.rows(
      `SELECT count(*) AS total, sum(strlen(concat(${raw.join(', ')}))) AS bytes, ${figures.join(', ')} FROM (${rows})`,
    );
    found.families.push(...places.map((index) => familyFrom(row, index)));
    found.rows = Number(row['total']);
    // Each value is followed by a delimiter or the end of the line.
    found.bytes += Number(row['bytes']) + Number(row['total']) * places.length;
  }
  return found;
}

/** Columns of the first rows, which are soon read again, that one query classifies. */
const SAMPLE_COLUMNS = 100;

interface Types {
  families: CsvFamily[];
  /** Whether they hold for all rows. */
  settled: boolean;
  estimatedRows: number;
  /**
   * The texts that are read as missing values where no text is wanted: comparing with each that there is takes a fifth of
   * the time. A number or boolean that turns out to be another of them refutes the types.
   */
  nullTexts: readonly string[];
}

function tableOf(session: Session, layout: Layout, types: Types): Table {
  const { families, settled, estimatedRows, nullTexts } = types;
  const columns = layout.names.map((name, index): Column => {
    const family = families[index] ?? 'text';
    return { index, name, family, sqlType: CSV_SQL_TYPE[family] };
  });
  const familyAt = ({ index }: Column): CsvFamily => families[index] ?? 'text';
  const table: Table = {
    columns,
    estimatedRows,
    rows: (used, { numbered = false } = {}) => {
      const values = used.map((column) => {
        const raw = `r${column.index}`;
        return `${typedValue(familyAt(column), raw)} AS ${valueOf(column)}, ${raw}`;
      });
      if (numbered) values.push('row_number() OVER () - 1 AS i');
      const texts = used.some((column) => familyAt(column) === 'text') ? NULL_TEXTS : nullTexts;
      return `SELECT ${values.length > 0 ? values.join(', ') : 'r0'} FROM ${rawRows(layout, texts)}`;
    },
    checks: (used) =>
      settled
        ? []
        : used.flatMap((column) => refutations(familyAt(column), `r${column.index}`, valueOf(column)) ?? []),
    settled: async () => {
      if (settled) return table;
      const whole = await classify(session, layout, `SELECT * FROM ${rawRows(layout)}`);
      return tableOf(session, layout, {
        families: whole.families,
        settled: true,
        estimatedRows: whole.rows,
        nullTexts: NULL_TEXTS,
      });
    },
    textIn: (column) => `r${column.index}`,
  };
  return table;
}
