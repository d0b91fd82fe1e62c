import { binOf, equalCountEdges, nextUp } from '@modelgate/gates';
import type { Column } from '../table/column';

/** Bins of a column of numbers. */
export const BINS = 20;

/** Half as many buckets as the line of numbers is laid out in to find edges. */
const HALF = 512;

export interface Scale {
  mean: number;
  deviation: number;
}

/**
 * About where the values of a column are and how far they spread, from figures of one scan.
 * The mean of squares loses all digits where the mean is large against the deviation: the range serves then.
 */
export function roughScale({
  mean,
  square,
  min,
  max,
}: {
  mean: number;
  square: number | null;
  min: number;
  max: number;
}): Scale | undefined {
  const range = max - min;
  if (range === 0) return { mean: min, deviation: 0 };
  if (!Number.isFinite(range)) return undefined;
  const variance = (square ?? NaN) - mean * mean;
  const deviation =
    variance > 1e-6 * mean * mean && Number.isFinite(variance) ? Math.sqrt(variance) : range / 8;
  return { mean: Number(mean.toPrecision(8)), deviation: Number(deviation.toPrecision(3)) };
}

/**
 * SQL of the bucket of a finite number: the whole line, in units of the deviation around the mean, is squeezed into
 * 2 * HALF buckets that are narrow near the mean.
 */
export function bucketSql(x: string, { mean, deviation }: Scale, double: (value: number) => string): string {
  const z = `(((${x}) - ${double(mean)}) / ${double(deviation)})`;
  return `floor(${z} / (1 + abs(${z})) * ${HALF})::INTEGER`;
}

/** Where a bucket begins. */
export function bucketStart(bucket: number, { mean, deviation }: Scale): number {
  const u = bucket / HALF;
  return mean + (deviation * u) / (1 - Math.abs(u));
}

/** The value that follows another one: of whole numbers the next whole one. */
export function afterOf({ family }: Pick<Column, 'family'>): (value: number) => number {
  return family === 'integer' ? (value) => Math.max(value + 1, nextUp(value)) : nextUp;
}

export interface BucketCount {
  bucket: number;
  count: number;
}

export interface BucketCounts {
  scale: Scale;
  /** Ascending. */
  buckets: readonly BucketCount[];
  /** Values that alone have a bin's share of the rows. */
  frequent: { value: number; count: number }[];
  min: number;
  max: number;
  whole: boolean;
  after: (value: number) => number;
}

/**
 * Edges of bins of about equal counts and of the tails, rounded to what tells them apart. Frequent values have bins of their own, of which
 * the edges are exact.
 */
export function edgesOfBuckets(counts: BucketCounts): number[] {
  const { scale, buckets, frequent, min, max, whole, after } = counts;
  const rows = buckets.reduce((sum, { count }) => sum + count, 0);
  const share = rows / BINS;
  const cuts: number[] = [];
  let filled = 0;
  for (const { bucket, count } of buckets) {
    const own = frequent.filter(({ value }) => bucketOf(value, scale) === bucket);
    if (filled > 0 && filled + count / 2 >= share) {
      cuts.push(rounded(bucketStart(bucket, scale), scale, whole));
      filled = 0;
    }
    filled += count - own.reduce((sum, each) => sum + each.count, 0);
  }
  if (filled < share / 2) cuts.pop();
  cuts.push(
    ...tailStarts(buckets.map(({ bucket, count }) => ({ start: bucketStart(bucket, scale), count }))).map(
      (edge) => rounded(edge, scale, whole),
    ),
  );
  const exact = frequent.flatMap(({ value }) => [value, after(value)]);
  return [...new Set([min, ...cuts, ...exact, after(max)])]
    .filter((edge) => edge >= min && edge <= after(max))
    .sort((left, right) => left - right);
}

/** Shares of the rows at each end that have bins of their own, since the last values may lie far out. */
const TAILS = [0.001, 0.01];

/** Where the tails end, among the starts of ascending slices. */
function tailStarts(slices: readonly { start: number; count: number }[]): number[] {
  const rows = slices.reduce((sum, { count }) => sum + count, 0);
  let below = 0;
  const starts = slices.map(({ start, count }) => {
    const each = { start, below };
    below += count;
    return each;
  });
  return TAILS.flatMap((tail) => [
    starts.findLast((each) => each.below > 0 && each.below <= tail * rows)?.start ?? [],
    starts.find((each) => each.below >= (1 - tail) * rows)?.start ?? [],
  ]).flat();
}

function bucketOf(value: number, { mean, deviation }: Scale): number {
  const z = (value - mean) / deviation;
  return Math.floor((z / (1 + Math.abs(z))) * HALF);
}

/** Buckets of which one value may have a bin's share. */
export function denseBuckets(buckets: readonly BucketCount[]): number[] {
  const rows = buckets.reduce((sum, { count }) => sum + count, 0);
  return buckets.filter(({ count }) => count >= rows / BINS).map(({ bucket }) => bucket);
}

/** To three digits of a deviation, at most. */
function rounded(edge: number, { deviation }: Scale, whole: boolean): number {
  if (whole) return Math.ceil(edge);
  const decimals = Math.max(0, Math.ceil(3 - Math.log10(deviation)));
  return decimals <= 20 ? Number(edge.toFixed(decimals)) : edge;
}

/** Edges where all values are counted. */
export function edgesOfValues(
  values: readonly { value: number; count: number }[],
  after: (value: number) => number,
): number[] {
  const finite = values
    .filter(({ value }) => Number.isFinite(value))
    .sort((left, right) => left.value - right.value);
  const edges = equalCountEdges(finite, BINS, after);
  if (finite.length <= BINS) return edges;
  const tails = tailStarts(finite.map(({ value, count }) => ({ start: value, count })));
  return [...new Set([...edges, ...tails])].sort((left, right) => left - right);
}

/** Counts per bin of values that are all counted; the infinities are in the outer bins. */
export function countValues(
  edges: readonly number[],
  values: readonly { value: number; count: number }[],
): number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  for (const { value, count } of values) {
    const bin = Math.min(Math.max(binOf(edges, value), 0), counts.length - 1);
    counts[bin] = (counts[bin] ?? 0) + count;
  }
  return counts;
}
