import type { Session } from '../engine/duckdb';
import { sqlPath } from '../engine/sql';
import { familyOf, valueOf, type Column } from './column';
import type { DataFile, DataFiles } from './data-files';
import { assertSameColumns } from './same-columns';
import type { Table } from './table';

/**
 * Arrow files and streams (Feather is Arrow's file format), by DuckDB's extension nanoarrow.
 * @throws UserError for files of different columns
 */
export async function openArrow(session: Session, { files }: DataFiles): Promise<Table> {
  const schemas: { file: DataFile; names: string[] }[] = [];
  let columns: Column[] = [];
  for (const file of files) {
    const rows = await session.rows(`DESCRIBE SELECT * FROM ${readerOf(file)}`);
    const found = rows.map(({ column_name, column_type }, index): Column => {
      const sqlType = String(column_type);
      return { index, name: String(column_name), family: familyOf(sqlType), sqlType };
    });
    if (schemas.length === 0) columns = found;
    schemas.push({ file, names: found.map(({ name }) => name) });
  }
  assertSameColumns(schemas.map(({ file, names }) => ({ name: file.name, columns: names })));
  const from = schemas.map(({ file, names }) => {
    const raw = names.map((name) => `r${columns.findIndex((column) => column.name === name)}`);
    const values = columns.map(({ index }) => `r${index}`);
    return `SELECT ${values.join(', ')} FROM ${readerOf(file)} AS t(${raw.join(', ')})`;
  });
  const table: Table = {
    columns,
    estimatedRows: Infinity,
    rows: (used, { numbered = false } = {}) => {
      const values = used.map((column) => `${presentValue(column)} AS ${valueOf(column)}`);
      if (numbered) values.push('row_number() OVER () - 1 AS i');
      return `SELECT ${values.length > 0 ? values.join(', ') : '1 AS one'} FROM (${from.join(' UNION ALL ')})`;
    },
    checks: () => [],
    settled: async () => table,
  };
  return table;
}

function readerOf({ path }: DataFile): string {
  return `read_arrow(${sqlPath(path)})`;
}

function presentValue({ index, family }: Column): string {
  return family === 'float' ? `CASE WHEN isnan(r${index}) THEN NULL ELSE r${index} END` : `r${index}`;
}
