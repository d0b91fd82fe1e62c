import type { Quantile } from '../table/table';

/** The quantile by linear interpolation, rounded as NumPy rounds; undefined where there is no value. */
export function linearQuantile(quantile: Quantile | null): number | undefined {
  if (!quantile) return undefined;
  const { lower, upper, fraction } = quantile;
  if (lower === upper) return lower;
  const distance = upper - lower;
  return fraction >= 0.5 ? upper - distance * (1 - fraction) : lower + distance * fraction;
}
