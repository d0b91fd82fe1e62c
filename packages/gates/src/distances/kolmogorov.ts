import { stirlingError } from './gamma';

/** Above this many rows the one-sided tail is that of its limit. */
const MOST_SUMMED = 1_000_000;

/**
 * The chance that the one-sample Kolmogorov-Smirnov statistic of `n` values is above `d`: `scipy.stats.kstwo.sf(d, n)`.
 * Exact up to 140 values and wherever the chance is small; else Pelz and Good's expansion.
 * Source: Simard and L'Ecuyer (2011), J. Stat. Software 39(11), whose choice between the methods this is.
 * @returns NaN where there is no value
 */
export function kolmogorovTail(n: number, d: number): number {
  if (!(n >= 1)) return NaN;
  const scaled = n * d;
  if (scaled <= 0.5) return 1;
  if (d >= 1) return 0;
  const square = scaled * d;
  if (n <= 140 ? square > 4 || d >= 0.5 : square >= 2.2 || d >= 0.5) return clamp(2 * oneSidedTail(n, d));
  const exact = n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4);
  return clamp(1 - (exact ? marsaglia(n, d) : pelzGood(n, d)));
}

/**
 * The chance that the one-sided statistic of `n` values is above `d`, as a sum of binomial probabilities.
 * Source: Birnbaum and Tingey (1951), Ann. Math. Stat. 22:592-596; binomials after Loader (2000), "Fast and accurate
 * computation of binomial probabilities".
 */
export function oneSidedTail(n: number, d: number): number {
  if (d >= 1) return 0;
  if (n > MOST_SUMMED) return Math.exp(-((6 * n * d + 1) ** 2) / (18 * n));
  let sum = (1 - d) ** n;
  const last = Math.floor(n * (1 - d));
  const ofAll = stirlingError(n);
  for (let row = 1; row <= last; row++) {
    const share = d + row / n;
    const rest = n - row;
    if (rest === 0 || share >= 1) continue;
    const deviance = devianceOf(row, n * share) + devianceOf(rest, n * (1 - share));
    const log = ofAll - stirlingError(row) - stirlingError(rest) - deviance;
    sum += (d / share) * Math.exp(log) * Math.sqrt(n / (2 * Math.PI * row * rest));
  }
  return sum;
}

/** x ln(x / mean) + mean - x, also where the two are close. */
function devianceOf(x: number, mean: number): number {
  const off = x - mean;
  if (Math.abs(off) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - off;
  const v = off / (x + mean);
  let [sum, power] = [off * v, 2 * x * v];
  for (let index = 1; index < 1000; index++) {
    power *= v * v;
    const next = sum + power / (2 * index + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** The chance of at most `d`, as the power of a matrix. Source: Marsaglia, Tsang and Wang (2003), J. Stat. Software 8(18). */
function marsaglia(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const h = k - n * d;
  let matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < Math.min(size, row + 2); column++) matrix[row * size + column] = 1;
  }
  for (let index = 0; index < size; index++) {
    add(matrix, index * size, -(h ** (index + 1)));
    add(matrix, (size - 1) * size + index, -(h ** (size - index)));
  }
  add(matrix, (size - 1) * size, 2 * h - 1 > 0 ? (2 * h - 1) ** size : 0);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let factor = 1; factor <= row - column + 1; factor++) {
        matrix[row * size + column] = (matrix[row * size + column] ?? NaN) / factor;
      }
    }
  }
  // Powers by squaring; the exponents of ten are kept apart, as entries leave the range of doubles.
  let power: Float64Array<ArrayBuffer> | undefined;
  let [exponent, squaredExponent] = [0, 0];
  for (let bits = n; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) {
      power = power ? product(power, matrix, size) : matrix.slice();
      exponent += squaredExponent + rescale(power, size);
    }
    matrix = product(matrix, matrix, size);
    squaredExponent = 2 * squaredExponent + rescale(matrix, size);
  }
  let chance = power?.[(k - 1) * size + k - 1] ?? NaN;
  for (let factor = 1; factor <= n; factor++) {
    chance *= factor / n;
    if (chance < 1e-140) {
      chance *= 1e140;
      exponent -= 140;
    }
  }
  return chance * 10 ** exponent;
}

function add(matrix: Float64Array, index: number, value: number): void {
  matrix[index] = (matrix[index] ?? NaN) + value;
}

function product(left: Float64Array, right: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = left[row * size + inner] ?? NaN;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        add(result, row * size + column, factor * (right[inner * size + column] ?? NaN));
      }
    }
  }
  return result;
}

/** Divides by 10^140 where the middle is large, and says by how many powers of ten. */
function rescale(matrix: Float64Array, size: number): number {
  const middle = (size - 1) / 2;
  if ((matrix[middle * size + middle] ?? NaN) <= 1e140) return 0;
  for (let index = 0; index < matrix.length; index++) matrix[index] = (matrix[index] ?? NaN) * 1e-140;
  return 140;
}

/**
 * The chance of at most `d` up to the order n^(-3/2), each term a theta series that converges fast for small d.
 * Source: Pelz and Good (1976), J. R. Stat. Soc. B 38:152-156, equations 8 to 11 as Simard and L'Ecuyer write them.
 */
function pelzGood(n: number, d: number): number {
  const z = d * Math.sqrt(n);
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6];
  const [pi2, pi4, pi6] = [Math.PI ** 2, Math.PI ** 4, Math.PI ** 6];
  const last = Math.ceil((16 * z) / Math.PI);
  const sums = { k0: 0, k1: 0, k2: 0, k3: 0, whole2: 0, whole3: 0 };
  for (let k = last; k > 0; k--) {
    const h2 = (k - 0.5) ** 2;
    const odd = Math.exp((-pi2 * h2) / (2 * z2));
    sums.k0 += odd;
    sums.k1 += (pi2 * h2 - z2) * odd;
    sums.k2 += (6 * z6 + 2 * z4 + pi2 * (2 * z4 - 5 * z2) * h2 + pi4 * (1 - 2 * z2) * h2 ** 2) * odd;
    sums.k3 +=
      (-30 * z6 -
        90 * z ** 8 +
        pi2 * (135 * z4 - 96 * z6) * h2 +
        pi4 * (212 * z4 - 60 * z2) * h2 ** 2 +
        pi6 * (5 - 30 * z2) * h2 ** 3) *
      odd;
    const whole = Math.exp((-pi2 * k * k) / (2 * z2));
    sums.whole2 += k * k * whole;
    sums.whole3 += (3 * pi2 * k * k * z2 - pi4 * k ** 4) * whole;
  }
  const root = Math.sqrt(2 * Math.PI);
  const half = Math.sqrt(Math.PI / 2);
  const order0 = (root / z) * sums.k0;
  const order1 = (half / (3 * z4)) * sums.k1;
  const order2 = (half / (36 * z ** 7)) * sums.k2 - ((half * pi2) / (18 * z ** 3)) * sums.whole2;
  const order3 = (half / (3240 * z ** 10)) * sums.k3 + (half / (108 * z6)) * sums.whole3;
  return order0 + order1 / Math.sqrt(n) + order2 / n + order3 / n ** 1.5;
}

function clamp(chance: number): number {
  return Math.min(1, Math.max(0, chance));
}
