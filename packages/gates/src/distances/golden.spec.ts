import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DistanceError } from './counts';
import { incompleteGamma, inverseIncompleteGamma, logGamma } from './gamma';
import { jensenShannon } from './jensen-shannon';
import { kolmogorovTail } from './kolmogorov';
import { ks, ksPValue } from './ks';
import { lInfinity } from './l-infinity';
import { meanShift } from './mean-shift';
import { momentsOf } from './moments';
import { psi } from './psi';
import { chiSquaredQuantile, normalQuantile } from './quantiles';
import { wasserstein, wassersteinOfBins } from './wasserstein';
import { wilsonInterval } from './wilson';

interface Golden {
  samples: {
    name: string;
    reference: number[];
    current: number[];
    expected: Record<'ks' | 'ks_exact', number> &
      Record<'ks_asymptotic' | 'wasserstein' | 'mean_shift', number | null>;
  }[];
  counts: {
    name: string;
    reference: number[];
    current: number[];
    edges: number[];
    expected: Record<'psi' | 'jensen_shannon' | 'l_infinity' | 'wasserstein_of_bins', number>;
  }[];
  p_values: { reference: number; current: number; statistic: number; exact: number }[];
  tails: { n: number; d: number; expected: number }[];
  special: { name: string; args: number[]; expected: number }[];
}

const golden: Golden = JSON.parse(readFileSync(join(__dirname, '..', 'golden', 'distances.json'), 'utf8'));

function expectNear(value: number, wanted: number, unit = 1): void {
  const off = Math.abs(value - wanted) / Math.max(unit, Math.abs(wanted));
  expect({ value, wanted, near: off <= 1e-9 }).toEqual({ value, wanted, near: true });
}

/** Undefined where the distance is refused. */
function orRefused(compute: () => number): number | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DistanceError) return null;
    throw error;
  }
}

describe('of samples, as scipy', () => {
  it.each(golden.samples.map((one) => [one.name, one] as const))(
    '%s',
    (_name, { reference, current, expected }) => {
      const statistic = ks({ reference, current });
      const sizes = { statistic, reference: reference.length, current: current.length };
      expectNear(statistic, expected.ks);
      expectNear(ksPValue(sizes), expected.ks_exact);
      const before = momentsOf(reference);
      const asymptotic = ksPValue({ ...sizes, method: 'asymptotic' });
      for (const [value, wanted] of [
        [Number.isNaN(asymptotic) ? null : asymptotic, expected.ks_asymptotic],
        [orRefused(() => wasserstein({ reference, current })), expected.wasserstein],
        [orRefused(() => meanShift({ reference: before, current: momentsOf(current) })), expected.mean_shift],
      ] as const) {
        if (wanted === null || value === null) expect(value).toBe(wanted);
        else expectNear(value, wanted);
      }
    },
  );
});

describe('of counts, as scipy', () => {
  it.each(golden.counts.map((one) => [one.name, one] as const))(
    '%s',
    (_name, { reference, current, edges, expected }) => {
      const named = (counts: number[]) => new Map(counts.map((count, index) => [String(index), count]));
      expectNear(psi({ reference, current }), expected.psi);
      expectNear(jensenShannon({ reference, current }), expected.jensen_shannon);
      expectNear(
        lInfinity({ reference: named(reference), current: named(current) }).distance,
        expected.l_infinity,
      );
      expectNear(
        wassersteinOfBins({ edges, reference, current, deviation: 1 }),
        expected.wasserstein_of_bins,
      );
    },
  );
});

describe('p-values of Kolmogorov and Smirnov, as scipy', () => {
  it.each(golden.p_values)('exact, $reference and $current values at $statistic', ({ exact, ...input }) => {
    expectNear(ksPValue({ ...input, method: 'exact' }), exact);
  });

  it.each(golden.tails)('of one sample of $n at $d', ({ n, d, expected }) => {
    expectNear(kolmogorovTail(n, d), expected);
  });
});

describe('special functions, as scipy', () => {
  const functions: Record<string, (first: number, second: number) => number> = {
    gammainc: (a, x) => incompleteGamma(a, x).lower,
    gammaincc: (a, x) => incompleteGamma(a, x).upper,
    gammaincinv: inverseIncompleteGamma,
    'chi2.ppf': chiSquaredQuantile,
    'norm.ppf': normalQuantile,
    gammaln: logGamma,
    'wilson.low': (successes, rows) => wilsonInterval(successes, rows).lower,
    'wilson.high': (successes, rows) => wilsonInterval(successes, rows).upper,
  };

  it.each(golden.special)('$name($args)', ({ name, args: [first = NaN, second = NaN], expected }) => {
    const unit = expected === 0 ? 1 : Math.abs(expected);
    expectNear(functions[name]?.(first, second) ?? NaN, expected, unit);
  });
});
