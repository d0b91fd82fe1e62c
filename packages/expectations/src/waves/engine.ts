import type { Dialect } from '../engine/dialect';
import type { Session } from '../engine/duckdb';
import type { RowFilter } from '../expectations/define';
import type { Column } from '../table/column';
import type { Table } from '../table/table';

/** What queries are run with. */
export interface Engine {
  session: Session;
  sql: Dialect;
}

/** Each column once. */
export function columnsOf(parts: readonly { columns: readonly Column[] }[]): Column[] {
  const columns = new Map<number, Column>();
  for (const part of parts) for (const column of part.columns) columns.set(column.index, column);
  return [...columns.values()];
}

/** An aggregate over the rows of a row condition. */
export function filtered(expression: string, filter: RowFilter | undefined): string {
  return filter ? `${expression} FILTER (WHERE ${filter.sql})` : expression;
}

/** A table's rows that meet a row condition, as a relation. */
export function filteredRows(
  table: Table,
  columns: readonly Column[],
  { filter, numbered = false }: { filter?: RowFilter | undefined; numbered?: boolean },
): string {
  const all = columnsOf([{ columns }, { columns: filter?.columns ?? [] }]);
  const rows = `(${table.rows(all, { numbered })})`;
  return filter ? `(SELECT * FROM ${rows} AS f WHERE ${filter.sql})` : rows;
}
