import type { RowFilter } from '../expectations/define';
import type { Json } from '../json';
import { doubleOf, isNumeric, valueOf, type Column } from '../table/column';
import type { Table } from '../table/table';
import type { Dialect } from '../engine/dialect';
import { filteredRows, type Engine } from './engine';

export interface OrderQuery {
  column: Column;
  filter?: RowFilter | undefined;
  /** Places from 0 in the ascending order of the values. */
  ranks: readonly number[];
  /** How many values there are. */
  present: number;
}

/** How finely a range of values is counted, and how many values a database may order at once. */
export interface Refinement {
  bins: number;
  ordered: number;
}

const REFINEMENT: Refinement = { bins: 65_536, ordered: 1_000_000 };

/** Values from `low` to `high`, both included, that lie at ranks from `below` on. */
interface Span {
  low: number;
  high: number;
  count: number;
  below: number;
  ranks: readonly number[];
}

/** What is ordered: numbers as doubles, times as microseconds since 1970. */
export function orderedValue(column: Column, sql: Dialect): string {
  if (isNumeric(column.family) || column.family === 'empty') return doubleOf(column);
  return sql.toDouble(sql.epochMicros(valueOf(column)));
}

/**
 * The exact values at some ranks in memory that does not grow with the rows: values are counted in bins of equal width,
 * and the bins that hold a rank again, until they hold one value only or few enough to be ordered. Each round
 * narrows a range by the number of bins.
 */
export async function orderStatistics(
  { session, sql }: Engine,
  table: Table,
  { column, filter, ranks, present }: OrderQuery,
  refinement: Refinement = REFINEMENT,
): Promise<Map<number, number>> {
  const value = orderedValue(column, sql);
  const rows = filteredRows(table, [column], { filter });
  const values = `(SELECT ${value} AS x FROM ${rows} AS v WHERE ${valueOf(column)} IS NOT NULL) AS o`;
  const found = new Map<number, number>();
  const pending = await finiteSpan();
  for (let span = pending.pop(); span; span = pending.pop()) {
    if (span.low === span.high) for (const rank of span.ranks) found.set(rank, span.low);
    else if (span.count <= refinement.ordered) await order(span);
    else pending.push(...(await part(span)));
  }
  return found;

  /** Settles the ranks of infinities; the others lie in one span. */
  async function finiteSpan(): Promise<Span[]> {
    const [low, high] = [sql.double(-Infinity), sql.double(Infinity)];
    const finite = `CASE WHEN x > ${low} AND x < ${high} THEN x END`;
    const [row = {}] = await session.rows(
      `SELECT ${sql.countIf(`x = ${low}`)} AS lows, ${sql.countIf(`x = ${high}`)} AS highs, ` +
        `min(${finite}) AS low, max(${finite}) AS high FROM ${values}`,
    );
    const lows = Number(row['lows']);
    const end = present - Number(row['highs']);
    for (const rank of ranks) {
      if (rank < lows) found.set(rank, -Infinity);
      else if (rank >= end) found.set(rank, Infinity);
    }
    const rest = ranks.filter((rank) => !found.has(rank));
    return rest.length === 0 ? [] : [{ ...rangeOf(row), count: end - lows, below: lows, ranks: rest }];
  }

  async function order({ low, high, count, below, ranks: wanted }: Span): Promise<void> {
    const at = wanted.map((rank) => (rank - below + 0.5) / count);
    const [row = {}] = await session.rows(
      `SELECT ${sql.discreteQuantiles('x', at)} AS q FROM ${values} WHERE x >= ${sql.double(low)} AND x <= ${sql.double(high)}`,
    );
    const list = row['q'];
    for (const [place, rank] of wanted.entries()) {
      found.set(rank, Array.isArray(list) ? Number(list[place]) : NaN);
    }
  }

  async function part(span: Span): Promise<Span[]> {
    // Halves, as the width of the range of all doubles is beyond a double.
    const half = span.high / 2 - span.low / 2;
    const scale = Math.min(refinement.bins / half, Number.MAX_VALUE / 4);
    const bin = `floor((x / 2 - ${sql.double(span.low / 2)}) * ${sql.double(scale)})`;
    const bins = await session.rows(
      `SELECT ${bin} AS bin, count(*) AS n, min(x) AS low, max(x) AS high FROM ${values} ` +
        `WHERE x >= ${sql.double(span.low)} AND x <= ${sql.double(span.high)} GROUP BY ${bin} ORDER BY low`,
    );
    const parts: Span[] = [];
    let below = span.below;
    for (const row of bins) {
      const count = Number(row['n']);
      const wanted = span.ranks.filter((rank) => rank >= below && rank < below + count);
      if (wanted.length > 0) parts.push({ ...rangeOf(row), count, below, ranks: wanted });
      below += count;
    }
    const [only] = parts;
    if (bins.length === 1 && only) {
      // Neighbouring denormals, which no scale tells apart: there are few, and each is one value.
      await order(only);
      return [];
    }
    return parts;
  }
}

function rangeOf(row: { [key: string]: Json }): { low: number; high: number } {
  return { low: Number(row['low']), high: Number(row['high']) };
}
