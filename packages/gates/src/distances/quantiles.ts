import { inverseIncompleteGamma } from './gamma';

/**
 * The p-quantile of the chi-squared distribution, for degrees of freedom above 0: `scipy.stats.chi2.ppf(p, degrees)`.
 * Source: Abramowitz and Stegun (1964), 26.4.19.
 */
export function chiSquaredQuantile(p: number, degrees: number): number {
  return 2 * inverseIncompleteGamma(degrees / 2, p);
}

/** The p-quantile of the standard normal distribution, whose square is chi-squared: `scipy.stats.norm.ppf(p)`. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  return p < 0.5 ? -Math.sqrt(chiSquaredQuantile(1 - 2 * p, 1)) : Math.sqrt(chiSquaredQuantile(2 * p - 1, 1));
}
