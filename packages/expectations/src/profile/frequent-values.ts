import type { Dialect } from '../engine/dialect';
import type { Session } from '../engine/duckdb';
import type { Json } from '../json';
import { valueOf, type Column } from '../table/column';
import { jsonOf } from '../table/json-value';
import type { Table } from '../table/table';

export interface Reading {
  session: Session;
  table: Table;
  sql: Dialect;
}

export interface ValueCounts {
  /** The most frequent first; ties in the order of their texts. */
  values: { value: Json; count: number }[];
  /** How many values occur once. */
  once: number;
}

/** The most frequent values of columns that have too many to list, one query each. */
export async function frequentValues(
  { session, table, sql }: Reading,
  columns: readonly { column: Column }[],
  limit: number,
): Promise<Map<Column, ValueCounts>> {
  const found = new Map<Column, ValueCounts>();
  for (const { column } of columns) {
    const rows = await session.rows(
      `WITH counted AS (SELECT ${sql.textOf(column)} AS value, count(*) AS n FROM (${table.rows([column])}) AS t ` +
        `WHERE ${valueOf(column)} IS NOT NULL GROUP BY 1) ` +
        `SELECT value, n, (SELECT ${sql.countIf('n = 1')} FROM counted) AS once FROM counted ORDER BY n DESC, value LIMIT ${limit}`,
    );
    found.set(column, {
      values: rows.map(({ value, n }) => ({ value: jsonOf(value ?? null, column), count: Number(n) })),
      once: Number(rows[0]?.['once'] ?? 0),
    });
  }
  return found;
}
