import {
  DistanceError,
  jensenShannon,
  ksBracket,
  lInfinity,
  meanShift,
  nextUp,
  nullRateChange,
  psi,
  wassersteinOfBins,
} from '@modelgate/gates';
import { isNumber } from '../profile/binned-columns';
import { BINS } from '../profile/numeric-bins';
import { isCategory } from '../profile/column-figures';
import { categoryOf, edgesOf, type CurrentFigures, type Pair } from './current-figures';
import type { Distance } from './distances';
import { spreadOf, type NoiseInput } from './sampling-noise';

/** A distance as far as it is known. */
export type Measured = { value: number } | { bounds: { lower: number; upper: number } } | { because: string };

export interface MeasuredColumn {
  distances: Partial<Record<Distance, Measured>>;
  noise: Omit<NoiseInput, 'confidence' | 'reference' | 'current'>;
  referenceRows: number;
  referenceValues: number;
}

/** All distances between a column of the reference and of the current data that bins and categories tell. */
export function measureColumn(
  { reference, column }: Pair,
  referenceRows: number,
  current: CurrentFigures,
): MeasuredColumn {
  const referenceValues = referenceRows - reference.missing;
  const missing = {
    reference: { rows: referenceRows, missing: reference.missing },
    current: { rows: current.rows, missing: current.rows - current.present },
  };
  const distances: MeasuredColumn['distances'] = { null_rate: defined(() => nullRateChange(missing)) };
  const noise: MeasuredColumn['noise'] = {
    bins: 0,
    pooled: [],
    missing: (reference.missing + missing.current.missing) / Math.max(1, referenceRows + current.rows),
    once: reference.once ?? 0,
    spread: 0,
  };
  if (referenceValues === 0 && current.present === 0)
    return { distances, noise, referenceRows, referenceValues };
  if (isNumber(column)) numbers(reference, column, current, distances, noise);
  if (isCategory(column)) categories(reference, current, distances, noise, referenceValues);
  return { distances, noise, referenceRows, referenceValues };
}

function numbers(
  reference: Pair['reference'],
  column: Pair['column'],
  { bins: counted, offset, min, max }: CurrentFigures,
  distances: MeasuredColumn['distances'],
  noise: MeasuredColumn['noise'],
): void {
  const edges = edgesOf(reference);
  const deviation = reference.deviation ?? NaN;
  const partition = reference.partition_object;
  if (!edges || !partition || !('bins' in partition) || !counted) {
    const because = 'the reference has no bins, since it has no finite numbers';
    for (const distance of ['psi', 'jensen_shannon', 'ks', 'wasserstein'] as const)
      distances[distance] = { because };
  } else {
    const whole = reference.family === 'integer' && column.family === 'integer';
    const both = {
      reference: [0, ...partition.counts, 0],
      current: [counted.below, ...counted.counts, counted.above],
      isAtom: (bin: number) => isAtom(edges[bin - 1], edges[bin], whole),
    };
    const hasFewValues = reference.distinct_exact && reference.distinct <= BINS;
    const filled = withoutEmptyBins(both);
    const merged = hasFewValues ? filled : withoutTails(filled);
    noise.bins = merged.reference.length;
    distances.psi = defined(() => psi(merged));
    distances.jensen_shannon = defined(() => jensenShannon(merged));
    distances.ks = bracketed(() => ksBracket(both));
    noise.spread = deviation > 0 ? spreadOf(edges, partition.counts, deviation) : 0;
    const [first = NaN, last = NaN] = [edges[0], edges.at(-1)];
    const [from, to] = [Math.min(first, min ?? first), Math.max(last, max ?? last)];
    distances.wasserstein =
      Number.isFinite(from) && Number.isFinite(to)
        ? defined(() =>
            wassersteinOfBins({
              edges: [from, ...edges, to],
              reference: both.reference,
              current: both.current,
              deviation,
            }),
          )
        : { because: 'the data has infinite values' };
  }
  distances.mean_shift =
    offset === null || !Number.isFinite(offset)
      ? { because: 'one of the two has no mean: no values, or infinite ones' }
      : defined(() => steady(meanShift({ reference: { mean: 0, deviation }, current: { mean: offset } })));
}

/** The last digits depend on which thread is first. */
function steady(value: number): number {
  return Number(value.toFixed(12)) + 0;
}

/** A bin that can hold one value only. */
function isAtom(from: number | undefined, to: number | undefined, whole: boolean): boolean {
  if (from === undefined || to === undefined) return false;
  return nextUp(from) === to || (whole && Number.isInteger(from) && to - from === 1);
}

/**
 * Bins without the outer ones and those that the reference has no values in: what the current data has there belongs to the
 * bin beside, except where that holds one value only, which is not a value beside it.
 */
function withoutEmptyBins({
  reference,
  current,
  isAtom: isOneValue,
}: {
  reference: readonly number[];
  current: readonly number[];
  isAtom: (bin: number) => boolean;
}): Both {
  const merged: { reference: number[]; current: number[] } = { reference: [], current: [] };
  let below = 0;
  let previous: number | undefined;
  reference.forEach((count, bin) => {
    const now = current[bin] ?? 0;
    const last = merged.current.length - 1;
    if (count > 0 || (now > 0 && previous !== undefined && isOneValue(previous))) {
      if (below > 0 && isOneValue(bin)) {
        merged.reference.push(0);
        merged.current.push(below);
        below = 0;
      }
      merged.reference.push(count);
      merged.current.push(now + below);
      [below, previous] = [0, bin];
    } else if (previous === undefined) {
      below += now;
    } else {
      merged.current[last] = (merged.current[last] ?? 0) + now;
    }
  });
  return merged;
}

/** Bins whose outer ones have at least half of an equal share of the reference: the tails belong to the bins beside them. */
function withoutTails(counts: Both): Both {
  const least = counts.reference.reduce((sum, count) => sum + count, 0) / (2 * BINS);
  return reversed(withoutFirst(reversed(withoutFirst(counts, least)), least));
}

interface Both {
  reference: number[];
  current: number[];
}

function withoutFirst({ reference, current }: Both, least: number): Both {
  let joined = 0;
  let below = reference[0] ?? 0;
  while (below < least && reference.length - joined > 2) {
    joined += 1;
    below += reference[joined] ?? 0;
  }
  const join = (counts: readonly number[]) => [
    counts.slice(0, joined + 1).reduce((sum, count) => sum + count, 0),
    ...counts.slice(joined + 1),
  ];
  return { reference: join(reference), current: join(current) };
}

function reversed({ reference, current }: Both): Both {
  return { reference: [...reference].reverse(), current: [...current].reverse() };
}

function categories(
  reference: Pair['reference'],
  { present, known = new Map(), others }: CurrentFigures,
  distances: MeasuredColumn['distances'],
  noise: MeasuredColumn['noise'],
  referenceValues: number,
): void {
  if (reference.values.length === 0) {
    const because =
      referenceValues === 0
        ? 'the reference has no values'
        : 'the reference lists no categories: its values hardly repeat';
    for (const distance of ['psi', 'jensen_shannon', 'l_infinity', 'new_categories'] as const)
      distances[distance] = { because };
    return;
  }
  const before = new Map(reference.values.map(({ value, count }) => [categoryOf(value), count]));
  const listed = sumOf(before.values());
  const seen = sumOf(known.values());
  const rest = { reference: referenceValues - listed, current: present - seen };
  const hasRest = rest.reference > 0 || rest.current > 0;
  const names = [...before.keys()];
  const counts = {
    reference: [...names.map((name) => before.get(name) ?? 0), ...(hasRest ? [rest.reference] : [])],
    current: [...names.map((name) => known.get(name) ?? 0), ...(hasRest ? [rest.current] : [])],
  };
  noise.bins = counts.reference.length;
  noise.pooled = counts.reference.map(
    (count, index) => (count + (counts.current[index] ?? 0)) / (referenceValues + present),
  );
  distances.psi = defined(() => psi(counts));
  distances.jensen_shannon = defined(() => jensenShannon(counts));
  const isComplete = rest.reference === 0;
  // New values are categories of their own; what is not told of them is none larger than the last that is.
  const fresh = new Map(others.map(({ value, count }) => [`new ${value}`, count]));
  distances.l_infinity = defined(
    () =>
      lInfinity(
        isComplete
          ? {
              reference: before,
              current: new Map([...known, ...fresh]),
              unlisted: { reference: 0, current: rest.current - sumOf(fresh.values()) },
            }
          : {
              reference: new Map([...before, [OTHERS, rest.reference]]),
              current: new Map([...known, [OTHERS, rest.current]]),
            },
      ).distance,
  );
  distances.new_categories = isComplete
    ? present === 0
      ? { because: 'the data has no values' }
      : { value: rest.current / present }
    : { because: `the reference lists ${names.length} of its categories, so new ones cannot be told` };
}

/** All that the reference does not list, as one category; no JSON is such a text. */
const OTHERS = 'others';

function sumOf(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

function bracketed(compute: () => { lower: number; upper: number }): Measured {
  try {
    const bounds = compute();
    return bounds.lower === bounds.upper ? { value: bounds.lower } : { bounds };
  } catch (error) {
    return refusal(error);
  }
}

function defined(compute: () => number): Measured {
  try {
    return { value: compute() };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Measured {
  if (error instanceof DistanceError) return { because: error.message };
  throw error;
}
