import { DistanceError } from './counts';
import { kolmogorovTail } from './kolmogorov';

/** Up to this many values in the larger sample the p-value is exact by default. */
const EXACT_UP_TO = 10_000;

/**
 * The two-sample Kolmogorov-Smirnov statistic: the largest distance of the two distribution functions, 0 to 1.
 * Source: Smirnov (1939), Bull. Math. Univ. Moscou 2(2); `scipy.stats.ks_2samp(reference, current).statistic`.
 * @throws DistanceError where a sample is empty
 */
export function ks({
  reference,
  current,
}: {
  reference: ArrayLike<number>;
  current: ArrayLike<number>;
}): number {
  const before = Float64Array.from(reference).sort();
  const after = Float64Array.from(current).sort();
  if (before.length === 0 || after.length === 0) throw new DistanceError('one of the samples has no values');
  let [left, right, largest] = [0, 0, 0];
  while (left < before.length && right < after.length) {
    const next = Math.min(before[left] ?? Infinity, after[right] ?? Infinity);
    while (before[left] === next) left += 1;
    while (after[right] === next) right += 1;
    largest = Math.max(largest, Math.abs(left / before.length - right / after.length));
  }
  return largest;
}

/**
 * Between which bounds the statistic lies where only the counts per bin are known (with everything below the first and
 * above the last bin in bins of their own). A bin that holds one value only, told by `isAtom`, widens nothing.
 * @throws DistanceError where a sample has no values
 */
export function ksBracket({
  reference,
  current,
  isAtom = () => false,
}: {
  reference: readonly number[];
  current: readonly number[];
  isAtom?: (bin: number) => boolean;
}): { lower: number; upper: number } {
  const before = reference.reduce((sum, count) => sum + count, 0);
  const after = current.reduce((sum, count) => sum + count, 0);
  if (before === 0 || after === 0) throw new DistanceError('one of the samples has no values');
  let [left, right, lower, upper] = [0, 0, 0, 0];
  reference.forEach((count, bin) => {
    const leftEnd = left + count;
    const rightEnd = right + (current[bin] ?? 0);
    lower = Math.max(lower, Math.abs(leftEnd / before - rightEnd / after));
    if (!isAtom(bin)) {
      upper = Math.max(
        upper,
        Math.abs(leftEnd / before - right / after),
        Math.abs(left / before - rightEnd / after),
      );
    }
    [left, right] = [leftEnd, rightEnd];
  });
  return { lower, upper: Math.max(lower, upper) };
}

export interface KsPValueInput {
  statistic: number;
  /** Sizes of the two samples. */
  reference: number;
  current: number;
  /** Default: exact where both have at most 10,000 values. */
  method?: 'exact' | 'asymptotic';
}

/**
 * The chance of at least this statistic where both samples are of one continuous distribution, two-sided. It falls with
 * the sample size for one and the same difference, so it informs and decides nothing.
 * Exact: Hodges (1958), Arkiv foer Matematik 3:469-486. Asymptotic: the one-sample distribution at the effective sample
 * size n m / (n + m), rounded. Both as `scipy.stats.ks_2samp`.
 */
export function ksPValue({ statistic, reference, current, method }: KsPValueInput): number {
  const chosen = method ?? (Math.max(reference, current) <= EXACT_UP_TO ? 'exact' : 'asymptotic');
  if (chosen === 'exact')
    return exactPValue(statistic, Math.max(reference, current), Math.min(reference, current));
  return kolmogorovTail(roundHalfEven((reference * current) / (reference + current)), statistic);
}

/**
 * The share of all orders of the two samples in which the distance gets to `statistic` somewhere: of all paths over a
 * grid of m by n, those that touch one of two lines. The share of paths that got to a point untouched follows from the
 * two points before it, so nothing leaves the range of doubles.
 */
function exactPValue(statistic: number, m: number, n: number): number {
  const gcd = greatestCommonDivisor(m, n);
  const lcm = (m / gcd) * n;
  const height = Math.round(statistic * lcm);
  if (height === 0) return 1;
  if (m === n) return Math.min(1, Math.max(0, equalSizes(m, height)));
  // touched[j]: of the paths to (i, j), the share that touched; column by column.
  const [mg, ng] = [m / gcd, n / gcd];
  const touched = new Float64Array(n + 1);
  for (let j = 0; j <= n; j++) touched[j] = j * mg >= height ? 1 : 0;
  for (let i = 1; i <= m; i++) {
    const x = i * ng;
    touched[0] = x >= height ? 1 : (touched[0] ?? NaN);
    let before = touched[0] ?? NaN;
    for (let j = 1; j <= n; j++) {
      // A path to (i, j) comes from (i - 1, j) with chance i / (i + j), from (i, j - 1) with j / (i + j).
      const across = touched[j] ?? NaN;
      const off = x - j * mg;
      before = off >= height || -off >= height ? 1 : across + ((before - across) * j) / (i + j);
      touched[j] = before;
    }
  }
  return Math.min(1, Math.max(0, touched[n] ?? NaN));
}

/** Of paths over a square, by reflection. Source: Hodges (1958), equation 2.3; Gnedenko and Korolyuk (1951). */
function equalSizes(n: number, height: number): number {
  let chance = 0;
  for (let reflection = Math.floor(n / height); reflection >= 0; reflection--) {
    let ratio = 1;
    for (let step = 0; step < height; step++) {
      ratio *= (n - reflection * height - step) / (n + reflection * height + step + 1);
    }
    chance = ratio * (1 - chance);
  }
  return 2 * chance;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
