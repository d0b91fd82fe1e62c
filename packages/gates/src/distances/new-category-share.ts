import { DistanceError } from './counts';

/**
 * The share of the current values that are of no category of the reference: 0 to 1.
 * @param known categories of the reference; @param current counts by category
 * @throws DistanceError where the current data has no values
 */
export function newCategoryShare({
  known,
  current,
}: {
  known: ReadonlySet<string>;
  current: ReadonlyMap<string, number>;
}): number {
  let all = 0;
  let fresh = 0;
  for (const [category, count] of current) {
    all += count;
    if (!known.has(category)) fresh += count;
  }
  if (all === 0) throw new DistanceError('the current data has no values');
  return fresh / all;
}
