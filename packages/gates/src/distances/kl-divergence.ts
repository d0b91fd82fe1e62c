import { DistanceError } from './counts';

/**
 * Kullback-Leibler divergence in nats: the sum of p ln(p / q), where p and q are the observed and the expected weights,
 * each divided by its sum. Infinite where something is observed that has no expected weight; NaN where the weights of one
 * of them sum to nothing.
 * Source: Kullback and Leibler (1951), Ann. Math. Statist. 22:79-86; as `scipy.stats.entropy(observed, expected)`.
 * @throws DistanceError where the lists differ in length
 */
export function klDivergence({
  observed,
  expected,
}: {
  observed: readonly number[];
  expected: readonly number[];
}): number {
  if (observed.length !== expected.length) {
    throw new DistanceError(`${observed.length} observed weights, but ${expected.length} expected ones`);
  }
  const [observedSum, expectedSum] = [sum(observed), sum(expected)];
  return sum(
    observed.map((weight, place) => term(weight / observedSum, (expected[place] ?? NaN) / expectedSum)),
  );
}

function term(p: number, q: number): number {
  if (Number.isNaN(p) || Number.isNaN(q)) return NaN;
  if (p > 0 && q > 0) return p * Math.log(p / q);
  return p === 0 && q >= 0 ? 0 : Infinity;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
