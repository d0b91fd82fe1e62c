import type { DataProfile } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import type { Dialect } from '../engine/dialect';
import { duckDb } from '../engine/dialects/duckdb';
import type { Session } from '../engine/duckdb';
import type { Json } from '../json';
import { isNumeric, pandasType, type Column } from '../table/column';
import { jsonNumber, jsonOf } from '../table/json-value';
import { withTable } from '../table/open-table';
import { aggregate, computeAll, type Figures, type Table } from '../table/table';
import { mapEntries } from './bin-counts';
import { figuresOf, finiteOf, isCategory, isScalar, rangeOf, scaleOf } from './column-figures';
import { binnedColumns, bucketsOf, isNumber, type Binned } from './binned-columns';
import { momentCalls, readMoments, type Moments } from './moments';
import { bucketSql, type BucketCount, type Scale } from './numeric-bins';
import { sourceDigest } from './source-digest';
import { frequentValues, type ValueCounts } from './frequent-values';

/** Distinct values are counted exactly, and the most frequent ones listed, up to this many. */
const COUNTED_VALUES = 1_000;
/** Of categories more are listed: what is not among them later is new. */
const LISTED_CATEGORIES = 100;
const LISTED_VALUES = 20;

export type Profile = DataProfile;
export type ColumnProfile = Profile['columns'][number];

/**
 * What a data file holds, as a reference that fits into git: types, missing values, ranges, moments, frequent values and
 * counts per bin, all exact but for `distinct` where `distinct_exact` says so. The same data gives the same profile
 * wherever it lies.
 * One scan for the figures, one for deviations, for the values of columns with few of them and for the edges of the bins
 * of the others, and one for the counts of these bins.
 * @throws UserError where the data cannot be read
 */
export async function profile({ data }: { data: DataSource }): Promise<Profile> {
  return withTable(data, async (session, opened, { files }) => {
    const made = await profileTable(session, opened);
    return { schema: made.schema, source: await sourceDigest(files), rows: made.rows, columns: made.columns };
  });
}

/** The profile of a table that is open, without its digest. */
export async function profileTable(
  session: Session,
  opened: Table,
  sql: Dialect = duckDb,
  columnsOf: (table: Table) => readonly Column[] = (table) => table.columns,
): Promise<Profile> {
  const { table, figures } = await aggregate(session, opened, (each) => {
    const columns = columnsOf(each);
    return { columns, expressions: columns.flatMap((column) => Object.values(figuresOf(column, sql))) };
  });
  const columns = columnsOf(table);
  const few = columns.filter(
    (column) => isScalar(column) && figures.count(figuresOf(column, sql).distinct) <= COUNTED_VALUES,
  );
  const histogramOf = (column: Column) => `histogram(${sql.textOf(column)})`;
  const scales = new Map(columns.flatMap((column) => scaleOf(column, figures, sql)));
  const callsOf = (column: Column) => {
    const scale = scales.get(column);
    if (!scale) return undefined;
    const isBinned = isNumber(column) && !few.includes(column) && scale.deviation > 0;
    const x = finiteOf(column, sql);
    return {
      scale,
      ...momentCalls(x, scale, sql),
      ...(isBinned ? { buckets: `histogram(${bucketSql(x, scale, sql.double)})` } : {}),
    };
  };
  const second = await computeAll(session, table, {
    columns: [...new Set([...few, ...scales.keys()])],
    expressions: [
      ...few.map(histogramOf),
      ...columns.flatMap((column) => {
        const calls = callsOf(column);
        return calls
          ? [calls.first, calls.second, ...(calls.buckets === undefined ? [] : [calls.buckets])]
          : [];
      }),
    ],
  });
  const found = (call: string) => second.get(call) ?? null;
  const drafts = columns.map((column): Draft => {
    const names = figuresOf(column, sql);
    const calls = callsOf(column);
    return {
      column,
      present: figures.count(names.present),
      moments:
        calls && (names.infinite === undefined || figures.count(names.infinite) === 0)
          ? readMoments(calls.scale, found(calls.first), found(calls.second))
          : { mean: null, deviation: null },
      min: extreme(figures.json(names.min), column),
      max: extreme(figures.json(names.max), column),
      ...(few.includes(column) ? { counted: readHistogram(found(histogramOf(column)), column) } : {}),
      ...(calls?.buckets === undefined
        ? {}
        : {
            laidOut: {
              scale: calls.scale,
              buckets: bucketsOf(found(calls.buckets)),
              ...rangeOf(column, figures, sql),
            },
          }),
    };
  });
  const binned = await binnedColumns({ session, table, sql }, drafts);
  const frequent = await frequentValues(
    { session, table, sql },
    drafts.filter(
      (draft) =>
        isCategory(draft.column) &&
        !draft.counted &&
        figures.count(figuresOf(draft.column, sql).distinct) <= draft.present / 2,
    ),
    LISTED_CATEGORIES,
  );
  return {
    schema: 'modelgate.profile/v1',
    rows: figures.rows,
    columns: drafts.map((draft) => columnProfile(draft, { figures, sql, binned, frequent })),
  };
}

/** What is known of a column before its bins are. */
export interface Draft {
  column: Column;
  present: number;
  moments: Moments;
  min: Json;
  max: Json;
  /** All values, the most frequent first; absent where there are too many. */
  counted?: { value: Json; count: number }[];
  /** The finite numbers of a column of many, by the bucket of a scale. */
  laidOut?: { scale: Scale; buckets: BucketCount[]; min: number; max: number };
}

function columnProfile(
  { column, present, moments, min, max, counted }: Draft,
  {
    figures,
    sql,
    binned,
    frequent,
  }: { figures: Figures; sql: Dialect; binned: Map<Column, Binned>; frequent: Map<Column, ValueCounts> },
): ColumnProfile {
  const names = figuresOf(column, sql);
  const top = counted ?? frequent.get(column)?.values ?? [];
  const distinct = counted?.length ?? figures.count(names.distinct);
  const once = counted?.filter(({ count }) => count === 1).length ?? frequent.get(column)?.once;
  const partition = partitionOf(column, present, binned.get(column), counted);
  return {
    name: column.name,
    type: pandasType(column, { rows: figures.rows, present }),
    sql_type: column.sqlType,
    family: column.family,
    missing: figures.rows - present,
    distinct,
    distinct_exact: counted !== undefined,
    min,
    max,
    mean: moments.mean,
    deviation: moments.deviation,
    whole: present > 0 && figures.count(names.fractions) === 0,
    values: top.slice(0, isCategory(column) ? LISTED_CATEGORIES : LISTED_VALUES),
    ...(isCategory(column) && once !== undefined ? { once } : {}),
    ...(partition ? { partition_object: partition } : {}),
  };
}

/** Of numbers the bins; of categories the values, where they are all known. */
function partitionOf(
  column: Column,
  present: number,
  binned: Binned | undefined,
  counted: Draft['counted'],
): ColumnProfile['partition_object'] {
  if (present === 0) return undefined;
  if (binned)
    return {
      bins: binned.edges,
      weights: binned.counts.map((count) => count / present),
      counts: binned.counts,
    };
  if (!isCategory(column) || !counted || counted.length > LISTED_CATEGORIES) return undefined;
  const known = counted.flatMap(({ value, count }) =>
    typeof value === 'string' || typeof value === 'boolean' ? [{ value, count }] : [],
  );
  return { values: known.map(({ value }) => value), weights: known.map(({ count }) => count / present) };
}

function extreme(value: Json, column: Column): Json {
  if (value === null || typeof value === 'boolean') return value;
  return isNumeric(column.family) ? jsonNumber(Number(value)) : jsonOf(String(value), column);
}

/** Most frequent first; ties in the order of the values' texts. */
function readHistogram(found: Json, column: Column): { value: Json; count: number }[] {
  return mapEntries(found)
    .map(({ key, count }) => ({ value: jsonOf(key, column), count }))
    .sort(mostFrequentFirst);
}

function mostFrequentFirst(
  left: { value: Json; count: number },
  right: { value: Json; count: number },
): number {
  const [one, other] = [String(left.value), String(right.value)];
  return right.count - left.count || (one < other ? -1 : one > other ? 1 : 0);
}
