import { klDivergence } from '@modelgate/gates';
import type { Dialect } from '../engine/dialect';
import type { Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import type { Figures } from '../table/table';
import type { Json } from '../json';
import { presence } from './column-map';
import { ExpectationError } from './expectation-error';
import type { ContinuousPartition } from './kl-partition';
import { numberOf } from './numeric-value';

export interface Holdouts {
  /** Expected weight for what lies outside of the bins. */
  tail: number;
  /** Expected weight for bins that have none. */
  internal: number;
}

/** What was compared: its divergence and both partitions, for `details`. */
export interface Comparison {
  divergence: number;
  observed: { [key: string]: Json };
  expected: { [key: string]: Json };
}

/** Counts of a column's values in the bins between edges, as numpy's `histogram` finds them, and outside of them. */
export interface Histogram {
  bins: number[];
  below: number;
  above: number;
}

/** Aggregates from which `histogramFrom` reads the counts. */
export function histogramExpressions(column: Column, edges: readonly number[], sql: Dialect): string[] {
  const { below, atMost } = edgeCounts(column, edges, sql);
  return [...below, atMost].filter((expression) => expression !== undefined);
}

function edgeCounts(column: Column, edges: readonly number[], sql: Dialect) {
  const value = numberOf(column, sql);
  const counted = (operator: string, edge: number) =>
    Number.isFinite(edge) ? sql.countIf(`${value} ${operator} ${sql.double(edge)}`) : undefined;
  return { below: edges.map((edge) => counted('<', edge)), atMost: counted('<=', edges.at(-1) ?? NaN) };
}

/** @param figures hold `presentCount` @param counts hold the expressions */
export function histogramFrom(
  counts: Figures,
  {
    column,
    edges,
    present,
    sql,
  }: { column: Column; edges: readonly number[]; present: number; sql: Dialect },
): Histogram {
  const expressions = edgeCounts(column, edges, sql);
  const countOf = (expression: string | undefined, otherwise: number) =>
    expression === undefined ? otherwise : counts.count(expression);
  const below = expressions.below.map((expression, place) => countOf(expression, place === 0 ? 0 : present));
  const atMost = countOf(expressions.atMost, present);
  const upTo = [...below.slice(0, -1), atMost];
  return {
    bins: upTo.slice(1).map((count, place) => count - (below[place] ?? 0)),
    below: below[0] ?? 0,
    above: present - atMost,
  };
}

/**
 * Compares the shares of bins with those of a partition, tails included. Weight that is held out for bins without any is
 * shared by them; weight for the tails is halved between those that the partition leaves open.
 * @throws ExpectationError where weight for the tails does not fit the partition
 */
export function compareBins(
  { bins: edges, weights, tailWeights }: ContinuousPartition,
  { histogram, present, holdouts }: { histogram: Histogram; present: number; holdouts: Holdouts },
): Comparison {
  const openLeft = edges[0] === -Infinity;
  const openRight = edges.at(-1) === Infinity;
  if (openLeft && openRight && holdouts.tail > 0) {
    throw new ExpectationError(
      'tail_weight_holdout: the bins reach from -inf to inf, so that there are no tails',
    );
  }
  if ((openLeft || openRight) && tailWeights) {
    throw new ExpectationError('partition_object: tail_weights besides a bin that reaches to infinity');
  }
  const share = (count: number) => count / present;
  const observed = histogram.bins.map(share);
  const expected = withHoldouts(weights, holdouts);
  const single = openLeft || openRight;
  const [expectedLeft, expectedRight] = tailWeights ?? halves(holdouts.tail, single);
  const left = openLeft ? [] : [{ observed: share(histogram.below), expected: expectedLeft }];
  const right = openRight ? [] : [{ observed: share(histogram.above), expected: expectedRight }];
  const inner = observed.map((value, place) => ({ observed: value, expected: expected[place] ?? NaN }));
  const all = [...left, ...inner, ...right];
  const finite = edges.slice(openLeft ? 1 : 0, openRight ? -1 : undefined);
  const partition = (key: 'observed' | 'expected') => ({
    bins: finite.map(jsonNumber),
    weights: all.slice(1, -1).map((pair) => jsonNumber(pair[key])),
    tail_weights: [all[0], all.at(-1)].map((pair) => jsonNumber(pair?.[key] ?? NaN)),
  });
  return {
    divergence: klDivergence({
      observed: all.map((pair) => pair.observed),
      expected: all.map((pair) => pair.expected),
    }),
    observed: partition('observed'),
    expected: partition('expected'),
  };
}

function halves(tail: number, single: boolean): [number, number] {
  return single ? [tail, tail] : [tail / 2, tail / 2];
}

function withHoldouts(weights: readonly number[], { tail, internal }: Holdouts): number[] {
  const scaled = weights.map((weight) => weight * (1 - tail - internal));
  const empty = scaled.filter((weight) => weight === 0).length;
  return internal > 0 ? scaled.map((weight) => (weight === 0 ? internal / empty : weight)) : scaled;
}

/** The quantiles from which bins are chosen. */
export const BIN_QUANTILES = [0, 0.25, 0.75, 1] as const;

/** More than these are no summary of a column. */
const MOST_BINS = 1000;

/**
 * Edges of bins of equal width, as many as Freedman and Diaconis propose and not fewer than Sturges does.
 * Source: Freedman and Diaconis (1981), Z. Wahrsch. verw. Gebiete 57:453-476; Sturges (1926), JASA 21:65-66.
 * @throws ExpectationError where the values are all equal, reach to infinity, or are spread too far
 */
export function chooseEdges(figures: Figures, column: Column): number[] {
  const { present } = presence(figures, column);
  const [min = NaN, lower = NaN, upper = NaN, max = NaN] = BIN_QUANTILES.map((at) =>
    nearest(figures, column, at),
  );
  if (!Number.isFinite(min) || !Number.isFinite(max)) throw refusal('its values reach to infinity');
  if (min === max) throw refusal('all of its values are equal');
  const least = Math.ceil(Math.log2(present + 1));
  const width = (2 * (upper - lower)) / present ** (1 / 3);
  const count = upper - lower < 1e-10 ? least : Math.max(least, Math.ceil((max - min) / width));
  if (!(count <= MOST_BINS)) throw refusal(`its values would take ${count} of them`);
  const step = (max - min) / count;
  return Array.from({ length: count + 1 }, (_none, place) => (place === count ? max : place * step + min));
}

function refusal(why: string): ExpectationError {
  return new ExpectationError(`no bins can be chosen for the column, as ${why}: give a partition_object`);
}

/** Halves go to the even rank, as in numpy. */
function nearest(figures: Figures, column: Column, at: number): number {
  const found = figures.quantile(column, at);
  if (!found) return NaN;
  const rank = Math.floor(at * (presence(figures, column).present - 1));
  const { lower, upper, fraction } = found;
  return fraction < 0.5 || (fraction === 0.5 && rank % 2 === 0) ? lower : upper;
}
