import type { Session } from '../engine/duckdb';
import { valueOf, type Column } from './column';
import { rawRows, readLayout, type Layout } from './csv-layout';
import {
  classification,
  CSV_SQL_TYPE,
  familyFrom,
  refutations,
  typedValue,
  type CsvFamily,
} from './csv-types';
import type { DataFiles } from './data-files';
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
  const sample = await classify(session, layout, `SELECT * FROM ${rawRows(layout)} LIMIT ${limit}`);
  return tableOf(session, layout, sample.families, sample.rows < limit);
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
      return `SELECT ${values.length > 0 ? values.join(', ') : 'r0'} FROM ${rawRows(layout)}`;
    },
    checks: (used) =>
      settled
        ? []
        : used.flatMap((column) => refutations(familyAt(column), `r${column.index}`, valueOf(column)) ?? []),
    settled: async () => {
      if (settled) return table;
      const whole = await classify(session, layout, `SELECT * FROM ${rawRows(layout)}`);
      return tableOf(session, layout, whole.families, true);
    },
    textIn: (column) => `r${column.index}`,
  };
  return table;
}
