import { chiSquaredQuantile, normalQuantile } from '@modelgate/gates';
import type { Distance } from './distances';

/** What the bound of a column's sampling noise follows from. */
export interface NoiseInput {
  /** Rows, or values where a distance is of values alone. */
  reference: number;
  current: number;
  bins: number;
  /** Shares of the bins or categories of both together. */
  pooled: readonly number[];
  /** The share of missing values of both together. */
  missing: number;
  /** How many values of the reference occur once. */
  once: number;
  /** The integral of sqrt(F (1 - F)) over the reference's distribution, in its deviations. */
  spread: number;
  confidence: number;
}

/**
 * The distance that two samples of one distribution stay below with this confidence: what lies below it may be chance.
 *
 * - PSI: asymptotically chi-squared with one degree of freedom less than bins, times (1/N + 1/M); Yurdakul and Naranjo (2020).
 * - Jensen-Shannon: for close shares the divergence is the PSI over 8 ln 2, so the distance the root of it.
 * - Kolmogorov-Smirnov: the largest term of Smirnov's series (1939).
 * - Wasserstein: the mean absolute Brownian bridge, sqrt(1/N + 1/M) times the spread, widened to the normal quantile.
 * - Mean shift and null rate: normal, with the variance of a difference of means or shares.
 * - L-infinity: the same for the largest share, Bonferroni's correction over all categories.
 * - New categories: Good and Turing's estimate of what was not seen, from what was seen once; Good (1953), Biometrika 40:237-264.
 */
export function samplingNoise(distance: Distance, input: NoiseInput): number {
  const { reference, current, bins, pooled, missing, once, spread, confidence } = input;
  const both = 1 / reference + 1 / current;
  const z = normalQuantile(0.5 + confidence / 2);
  switch (distance) {
    case 'psi':
      return bins < 2 ? 0 : chiSquaredQuantile(confidence, bins - 1) * both;
    case 'jensen_shannon':
      return bins < 2 ? 0 : Math.sqrt((chiSquaredQuantile(confidence, bins - 1) * both) / (8 * Math.LN2));
    case 'ks':
      return Math.sqrt((-Math.log((1 - confidence) / 2) / 2) * both);
    case 'wasserstein':
      return z * spread * Math.sqrt(both);
    case 'mean_shift':
      return z * Math.sqrt(both);
    case 'null_rate':
      return z * Math.sqrt(missing * (1 - missing) * both);
    case 'l_infinity': {
      const each = normalQuantile(1 - (1 - confidence) / (2 * Math.max(1, pooled.length)));
      const variance = Math.max(0, ...pooled.map((share) => share * (1 - share)));
      return each * Math.sqrt(variance * both);
    }
    case 'new_categories': {
      const unseen = Math.min(1, (once + 1) / reference);
      return unseen + z * Math.sqrt(unseen * (1 - unseen) * both);
    }
  }
}

/** The integral of sqrt(F (1 - F)) over values that are spread evenly inside bins, in deviations; by Simpson's rule. */
export function spreadOf(edges: readonly number[], counts: readonly number[], deviation: number): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const height = (share: number) => Math.sqrt(Math.max(0, share * (1 - share)));
  let [below, area] = [0, 0];
  counts.forEach((count, bin) => {
    const above = below + count / rows;
    const width = (edges[bin + 1] ?? NaN) - (edges[bin] ?? NaN);
    area += (width * (height(below) + 4 * height((below + above) / 2) + height(above))) / 6;
    below = above;
  });
  return area / deviation;
}
