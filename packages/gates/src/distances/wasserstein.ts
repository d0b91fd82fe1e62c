import { DistanceError, total, type CountPair } from './counts';
import { requireDeviation } from './mean-shift';
import { momentsOf } from './moments';

/**
 * The 1-Wasserstein distance of two samples, that is the area between their distribution functions, over the population
 * standard deviation of the reference. Source: Vallender (1974), Theory Probab. Appl. 18:784-786;
 * `scipy.stats.wasserstein_distance` over `numpy.std`.
 * @throws DistanceError where a sample is empty or all values of the reference are equal
 */
export function wasserstein({
  reference,
  current,
}: {
  reference: ArrayLike<number>;
  current: ArrayLike<number>;
}): number {
  if (reference.length === 0 || current.length === 0)
    throw new DistanceError('one of the samples has no values');
  const deviation = requireDeviation(momentsOf(reference).deviation);
  const before = Float64Array.from(reference).sort();
  const after = Float64Array.from(current).sort();
  let [left, right, area] = [0, 0, 0];
  let at = Math.min(before[0] ?? NaN, after[0] ?? NaN);
  while (left < before.length || right < after.length) {
    const next = Math.min(before[left] ?? Infinity, after[right] ?? Infinity);
    area += Math.abs(left / before.length - right / after.length) * (next - at);
    while (before[left] === next) left += 1;
    while (after[right] === next) right += 1;
    at = next;
  }
  return area / deviation;
}

/**
 * The same of two histograms over the bins between `edges` (ascending, one more than counts), the values of a bin spread
 * evenly over it: both distribution functions are linear inside a bin. Differences within a bin are not seen.
 * @throws DistanceError where a sample has no values, the edges do not fit, or the deviation is 0
 */
export function wassersteinOfBins({
  edges,
  reference,
  current,
  deviation,
}: CountPair & { edges: readonly number[]; deviation: number }): number {
  const unit = requireDeviation(deviation);
  const before = total(reference, 'reference');
  const after = total(current, 'current data');
  if (before === 0 || after === 0) throw new DistanceError('one of the samples has no values');
  if (reference.length !== current.length || edges.length !== reference.length + 1) {
    throw new DistanceError(
      `${edges.length} edges do not bound ${reference.length} and ${current.length} bins`,
    );
  }
  let area = 0;
  let start = 0;
  reference.forEach((count, bin) => {
    const width = (edges[bin + 1] ?? NaN) - (edges[bin] ?? NaN);
    const end = start + count / before - (current[bin] ?? 0) / after;
    area += width * meanHeight(start, end);
    start = end;
  });
  return area / unit;
}

/** Mean of the absolute value of a line from `start` to `end`. */
function meanHeight(start: number, end: number): number {
  const [a, b] = [Math.abs(start), Math.abs(end)];
  return start * end >= 0 ? (a + b) / 2 : (a * a + b * b) / (2 * (a + b));
}
