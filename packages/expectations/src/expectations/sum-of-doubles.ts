/**
 * What a compensated sum or mean of doubles is where it has no answer of its own: over infinities, and beyond the largest
 * double.
 * @param least the smallest of the values
 * @param most the largest of the values
 */
export function settledSum(sum: number | null, least: number | null, most: number | null): number | null {
  if (least === null || most === null) return sum;
  if (least === -Infinity || most === Infinity) return least + most;
  if (!Number.isNaN(sum)) return sum;
  if (least >= 0) return Infinity;
  return most <= 0 ? -Infinity : NaN;
}
