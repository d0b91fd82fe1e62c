/** Coefficients of the Stirling series of ln Gamma: B(2k) / (2k (2k - 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

const ENOUGH = 1e-17;
const MOST_STEPS = 100_000;

/** ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2) for x >= 10: what Stirling's formula lacks. */
function stirlingRest(x: number): number {
  let [sum, power] = [0, 1 / x];
  for (const coefficient of STIRLING) {
    sum += coefficient * power;
    power /= x * x;
  }
  return sum;
}

/** ln Gamma(x) for x > 0. Source: Abramowitz and Stegun (1964), 6.1.15 and 6.1.41. */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  return (
    (shifted - 0.5) * Math.log(shifted) -
    shifted +
    Math.log(2 * Math.PI) / 2 +
    stirlingRest(shifted) -
    Math.log(product)
  );
}

/** ln n! less the leading terms of Stirling's formula, ln(sqrt(2 pi n) (n / e)^n), for whole n >= 1. */
export function stirlingError(n: number): number {
  if (n >= 16) return stirlingRest(n);
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2;
}

/**
 * The regularized lower incomplete gamma function P(a, x) for a > 0, x >= 0, and its complement Q = 1 - P, each without
 * the other's rounding. Source: Abramowitz and Stegun (1964), 6.5.29 (series) and 6.5.31 (continued fraction, by Lentz).
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    const lower = front * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = front * fraction(a, x);
  return { lower: 1 - upper, upper };
}

function series(a: number, x: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let step = 1; step < MOST_STEPS && term > sum * ENOUGH; step++) {
    term *= x / (a + step);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let step = 1; step < MOST_STEPS; step++) {
    const numerator = -step * (step - a);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

/**
 * The x >= 0 with P(a, x) = p, for a > 0 and 0 <= p <= 1: `scipy.special.gammaincinv`. By Newton steps on ln x that are
 * halved into the interval known to hold the root.
 */
export function inverseIncompleteGamma(a: number, p: number): number {
  if (!(a > 0) || !(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  let [low, high] = [0, Math.max(1, a)];
  while (incompleteGamma(a, high).lower < p) [low, high] = [high, high * 2];
  // Far to the left P(a, x) is x^a / Gamma(a + 1), which is exact as x goes to 0.
  const left = Math.exp((Math.log(p) + logGamma(a + 1)) / a);
  let x = left > low && left < high ? left : (low + high) / 2;
  for (let step = 0; step < 200; step++) {
    const { lower, upper } = incompleteGamma(a, x);
    const off = p < 0.5 ? lower - p : 1 - p - upper;
    if (off > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) - x - logGamma(a));
    const ratio = off / (density * x);
    const newton = Number.isFinite(ratio) ? x * Math.exp(-ratio) : NaN;
    const next = newton > low && newton < high ? newton : low === 0 ? high / 2 : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}
