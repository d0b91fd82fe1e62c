import { normalQuantile } from './quantiles';

/**
 * The score interval of a share: where the true share lies with this confidence, from `successes` of `rows`.
 * Source: Wilson (1927), J. Am. Stat. Assoc. 22:209-212; `statsmodels.stats.proportion.proportion_confint(method='wilson')`.
 * @returns the whole range where there are no rows
 */
export function wilsonInterval(
  successes: number,
  rows: number,
  confidence = 0.95,
): { lower: number; upper: number } {
  if (rows === 0) return { lower: 0, upper: 1 };
  const z = normalQuantile(0.5 + confidence / 2);
  const share = successes / rows;
  const spread = 1 + (z * z) / rows;
  const centre = (share + (z * z) / (2 * rows)) / spread;
  const half = (z / spread) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return {
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === rows ? 1 : centre + half,
  };
}
