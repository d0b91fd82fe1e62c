import { DistanceError, total } from './counts';

export interface CategoryCounts {
  reference: ReadonlyMap<string, number>;
  current: ReadonlyMap<string, number>;
  /** Values of further categories, which are too small to matter: they count in the totals alone. */
  unlisted?: { reference: number; current: number };
}

/**
 * The largest difference of a category's share, over all categories that either sample has: 0 to 1.
 * Source: Chebyshev distance; `tensorflow_data_validation` compares categories by it.
 * @param counts by category
 * @throws DistanceError where a sample has no values
 */
export function lInfinity({ reference, current, unlisted = { reference: 0, current: 0 } }: CategoryCounts): {
  distance: number;
  category: string | undefined;
} {
  const before = total([...reference.values(), unlisted.reference], 'reference');
  const after = total([...current.values(), unlisted.current], 'current data');
  if (before === 0 || after === 0) throw new DistanceError('one of the samples has no values');
  let distance = 0;
  let category: string | undefined;
  for (const name of new Set([...reference.keys(), ...current.keys()])) {
    const difference = Math.abs((reference.get(name) ?? 0) / before - (current.get(name) ?? 0) / after);
    if (category === undefined || difference > distance) [distance, category] = [difference, name];
  }
  return { distance, category };
}
