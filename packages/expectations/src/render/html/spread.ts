import type { ColumnProfile } from '../../profile/profile';
import type { Spread } from './histogram';

/** Numbers with at most so many distinct values are drawn value by value, as categories are. */
const FEW_VALUES = 8;

/** What of a column's profile makes a picture; undefined where it has nothing to draw. */
export function spreadOf(
  { distinct, missing, partition_object: partition, values }: ColumnProfile,
  rows: number,
): Spread | undefined {
  if (partition && 'bins' in partition && distinct > FEW_VALUES) {
    return { kind: 'bins', edges: partition.bins, counts: partition.counts };
  }
  if (values.length === 0) return undefined;
  const listed = values.reduce((sum, { count }) => sum + count, 0);
  return { kind: 'values', values, rest: Math.max(0, rows - missing - listed) };
}
