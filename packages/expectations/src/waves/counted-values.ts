import { valueOf, type Column } from '../table/column';
import type { Table } from '../table/table';
import { filteredRows, type Engine } from './engine';
import type { OrderQuery } from './order-statistics';

/** So many whole numbers a database counts in a table, without a hash of each. */
const COUNTED_VALUES = 65_536;

/** Whether counting may be cheaper than ordering: the column is read by itself, and has whole numbers. */
export function mayBeCounted(column: Column, table: Table): boolean {
  return column.family === 'integer' && table.expressionsAtOnce !== undefined;
}

/**
 * The values at some ranks of a column of whole numbers, from how often each occurs; undefined where they lie too far apart
 * for that.
 */
export async function countedValues(
  { session }: Engine,
  table: Table,
  { column, filter, ranks }: Pick<OrderQuery, 'column' | 'filter' | 'ranks'>,
): Promise<Map<number, number> | undefined> {
  const value = valueOf(column);
  const rows = `${filteredRows(table, [column], { filter })} AS v`;
  const [range = {}] = await session.rows(`SELECT min(${value}) AS low, max(${value}) AS high FROM ${rows}`);
  if (!(Number(range['high']) - Number(range['low']) < COUNTED_VALUES)) return undefined;
  const counts = await session.rows(
    `SELECT ${value} AS x, count(*) AS n FROM ${rows} WHERE ${value} IS NOT NULL GROUP BY ${value} ORDER BY x`,
  );
  const found = new Map<number, number>();
  let below = 0;
  for (const { x = null, n = null } of counts) {
    const end = below + Number(n);
    for (const rank of ranks) if (rank >= below && rank < end) found.set(rank, Number(x));
    below = end;
  }
  return found;
}
