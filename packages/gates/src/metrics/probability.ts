/** Probabilities computed in single precision may leave [0, 1] by a few roundings of 2^-24. */
const SLACK = 1e-6;

export function isProbability(value: number): boolean {
  return value >= -SLACK && value <= 1 + SLACK;
}
