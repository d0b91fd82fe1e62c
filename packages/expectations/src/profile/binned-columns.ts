import type { Json } from '../json';
import { doubleOf, valueOf, type Column } from '../table/column';
import { computeAll } from '../table/table';
import { binCountsSql, mapEntries, readBinCounts, type BinCounts } from './bin-counts';
import type { Reading } from './frequent-values';
import {
  afterOf,
  BINS,
  bucketStart,
  countValues,
  denseBuckets,
  edgesOfBuckets,
  edgesOfValues,
  type BucketCount,
  type BucketCounts,
} from './numeric-bins';
import type { Draft } from './profile';

export interface Binned {
  edges: number[];
  counts: number[];
}

/** Bins of the columns of numbers, with about equal counts. The infinities are in the outer ones. */
export async function binnedColumns(
  reading: Reading,
  drafts: readonly Draft[],
): Promise<Map<Column, Binned>> {
  const binned = new Map<Column, Binned>();
  const many: Many[] = [];
  for (const draft of drafts) {
    const { column, counted, laidOut } = draft;
    if (!isNumber(column)) continue;
    if (counted) {
      const values = counted.flatMap(({ value, count }) => {
        const number = numberOf(value);
        return number === undefined ? [] : [{ value: number, count }];
      });
      const edges = edgesOfValues(values, afterOf(column));
      if (edges.length > 1) binned.set(column, { edges, counts: countValues(edges, values) });
    } else if (laidOut) {
      many.push({ column, ...laidOut });
    }
  }
  if (many.length === 0) return binned;
  const edges = await edgesOf(reading, many);
  const { sql, session, table } = reading;
  const callOf = (column: Column) => binCountsSql(doubleOf(column), edges.get(column) ?? [], sql);
  const columns = many.map(({ column }) => column);
  const values = await computeAll(session, table, { columns, expressions: columns.map(callOf) });
  for (const column of columns) {
    const own = edges.get(column) ?? [];
    binned.set(column, {
      edges: own,
      counts: withInfinities(readBinCounts(values.get(callOf(column)) ?? null, own)),
    });
  }
  return binned;
}

function withInfinities({ below, counts, above }: BinCounts): number[] {
  const last = counts.length - 1;
  return counts.map((count, bin) => count + (bin === 0 ? below : 0) + (bin === last ? above : 0));
}

interface Many extends Pick<BucketCounts, 'scale' | 'buckets' | 'min' | 'max'> {
  column: Column;
}

async function edgesOf(reading: Reading, many: readonly Many[]): Promise<Map<Column, number[]>> {
  const edges = new Map<Column, number[]>();
  for (const each of many) {
    const { column } = each;
    const frequent = await frequentNumbers(reading, each);
    edges.set(
      column,
      edgesOfBuckets({ ...each, frequent, whole: column.family === 'integer', after: afterOf(column) }),
    );
  }
  return edges;
}

/** The buckets of a column in ascending order. */
export function bucketsOf(found: Json): BucketCount[] {
  return mapEntries(found)
    .map(({ key, count }) => ({ bucket: Number(key), count }))
    .sort((left, right) => left.bucket - right.bucket);
}

/** Values that alone fill a bin; they can only be in buckets that do. */
async function frequentNumbers(
  { session, table, sql }: Reading,
  { column, scale, buckets }: Many,
): Promise<{ value: number; count: number }[]> {
  const dense = denseBuckets(buckets);
  if (dense.length === 0) return [];
  const rows = buckets.reduce((sum, { count }) => sum + count, 0);
  const x = doubleOf(column);
  const inside = dense
    .map((bucket) => {
      const [from, to] = [bucketStart(bucket - 1, scale), bucketStart(bucket + 2, scale)];
      return `(${x} >= ${sql.double(from)} AND ${x} < ${sql.double(to)})`;
    })
    .join(' OR ');
  const found = await session.rows(
    `SELECT ${x} AS x, count(*) AS n FROM (${table.rows([column])}) AS t ` +
      `WHERE ${valueOf(column)} IS NOT NULL AND (${inside}) GROUP BY 1 HAVING count(*) >= ${rows / BINS} ORDER BY 1`,
  );
  return found.map(({ x: value, n }) => ({ value: Number(value), count: Number(n) }));
}

/** Booleans are numbers to pandas, but they are spread over two categories. */
export function isNumber({ family }: Pick<Column, 'family'>): boolean {
  return family === 'integer' || family === 'float' || family === 'decimal';
}

function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  if (value === 'Infinity') return Infinity;
  return value === '-Infinity' ? -Infinity : undefined;
}
