import { DistanceError } from './counts';

/**
 * Which bin a value is in: bins are half open, edges[i] <= value < edges[i + 1]. -1 below the first edge, the number of
 * bins at and above the last one.
 */
export function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? NaN) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Counts of values per bin, with those below the first edge and from the last one on. @throws DistanceError on NaN */
export function countBins(
  edges: readonly number[],
  values: Iterable<number>,
): { below: number; counts: number[]; above: number } {
  const bins = Math.max(0, edges.length - 1);
  const counts: number[] = Array.from({ length: bins }, () => 0);
  let [below, above] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) throw new DistanceError('a value is NaN');
    const bin = binOf(edges, value);
    if (bin < 0) below += 1;
    else if (bin >= bins) above += 1;
    else counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { below, counts, above };
}

/**
 * Edges of at most `bins` half-open bins of about equal counts. A value that alone fills a bin's share gets a bin of its
 * own, up to `after(value)`, the next value that there can be; so do all values where there are no more than `bins`.
 * The last edge is `after` the largest value.
 * @param values ascending, distinct, with counts above 0
 */
export function equalCountEdges(
  values: readonly { value: number; count: number }[],
  bins: number,
  after: (value: number) => number = nextUp,
): number[] {
  const rows = values.reduce((sum, { count }) => sum + count, 0);
  const own = values.length <= bins ? 0 : rows / bins;
  const edges: number[] = [];
  let filled = Infinity;
  for (const { value, count } of values) {
    const alone = count >= own;
    if (alone || filled >= rows / bins) {
      if (edges.at(-1) !== value) edges.push(value);
      filled = 0;
    }
    filled += count;
    if (alone) {
      edges.push(after(value));
      filled = 0;
    }
  }
  const last = values.at(-1);
  const end = last === undefined ? undefined : after(last.value);
  if (end !== undefined && edges.at(-1) !== end) edges.push(end);
  return edges;
}

/** The least double above a finite one. */
export function nextUp(value: number): number {
  return neighbour(value, 1n);
}

/** The greatest double below a finite one. */
export function nextDown(value: number): number {
  return -neighbour(-value, 1n);
}

const VIEW = new DataView(new ArrayBuffer(8));

function neighbour(value: number, step: bigint): number {
  if (value === 0) return Number.MIN_VALUE;
  VIEW.setFloat64(0, value);
  VIEW.setBigInt64(0, VIEW.getBigInt64(0) + (value > 0 ? step : -step));
  return VIEW.getFloat64(0);
}
