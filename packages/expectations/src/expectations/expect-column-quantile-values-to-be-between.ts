import * as z from 'zod';
import type { Json } from '../json';
import type { Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import type { Figures, Quantile } from '../table/table';
import { shown } from '../wording';
import { presence, presentCount } from './column-map';
import { isNumericOrEmpty, isTime } from './column-statistic';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';

const METHODS = ['linear', 'lower', 'higher', 'midpoint', 'nearest'] as const;
type Method = (typeof METHODS)[number];

const PROBABILITY = 'expected a number from 0 to 1';
const PAIR = 'expected a pair of numbers, [lower, upper], where null leaves one out';

const bound = z.union([z.number(), z.boolean().transform(Number), z.null()], { error: PAIR });

const rangesSchema = z
  .object({
    quantiles: z.array(z.number({ error: PROBABILITY }).min(0, PROBABILITY).max(1, PROBABILITY), {
      error: 'expected a list of numbers from 0 to 1',
    }),
    value_ranges: z.array(z.tuple([bound, bound], { error: PAIR }), {
      error: 'expected a list of pairs, one per quantile',
    }),
  })
  .refine(({ quantiles, value_ranges: ranges }) => ranges.length === quantiles.length, {
    path: ['value_ranges'],
    error: 'expected one pair per quantile',
  });

/**
 * Exact quantiles of numbers, by numpy's method that `allow_relative_error` names, `nearest` without one. A value within
 * a ten-thousandth of a bound is as good as the bound, as in Great Expectations.
 */
export const expectColumnQuantileValuesToBeBetween = defineExpectation({
  type: 'expect_column_quantile_values_to_be_between',
  kwargs: columnKwargs({
    quantile_ranges: rangesSchema,
    allow_relative_error: z
      .union([z.literal(false), z.enum(METHODS)], {
        error: `expected false or one of ${METHODS.join(', ')}: quantiles are exact`,
      })
      .default(false)
      .transform((method) => (method === false ? 'nearest' : method)),
  }),
  plan: ({ column: name, quantile_ranges: ranges, allow_relative_error: method }, { table }) => {
    const column = findColumn(table, name);
    const { quantiles, value_ranges: valueRanges } = ranges;
    const numeric = isNumericOrEmpty(column);
    const at = quantiles.map(asPercentile);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      quantiles: numeric ? [{ column, at }] : [],
      verdict: (figures) => {
        const { present } = presence(figures, column);
        if (isTime(column) || (!numeric && present > 0)) {
          throw new ExpectationError(
            `column ${shown(column.name)} is of type ${column.sqlType}, whose quantiles cannot be compared with numbers`,
          );
        }
        const values = at.map((each) =>
          numeric ? quantileValue(figures, column, { at: each, method }) : NaN,
        );
        const details = valueRanges.map(([lower, upper], place) =>
          isInRange(values[place] ?? NaN, lower ?? -Infinity, upper ?? Infinity),
        );
        return {
          success: details.every((success) => success),
          result: {
            observed_value: { quantiles, values: values.map((value) => observed(value, column, method)) },
            details: { success_details: details },
          },
        };
      },
    };
  },
  tell: (
    { column, quantile_ranges: { quantiles, value_ranges: ranges } },
    { observed_value: found, details },
  ) => {
    const values = valuesOf(found);
    const success = details?.['success_details'];
    const failing = quantiles.flatMap((at, place) =>
      Array.isArray(success) && success[place] === false
        ? [`at ${at} it is ${shownValue(values[place])} instead of ${shownPair(ranges[place])}`]
        : [],
    );
    return {
      expected: `the quantiles of ${shown(column)} lie in their ranges (${quantiles.map((at, place) => `${at}: ${shownPair(ranges[place])}`).join(', ')})`,
      found: failing.join('; '),
      fix: 'find out what shifted the values (a unit, a source, a default), or move the ranges',
    };
  },
});

/** pandas hands quantiles to numpy as percentiles, which rounds some of them. */
function asPercentile(quantile: number): number {
  return (quantile * 100) / 100;
}

function quantileValue(
  figures: Figures,
  column: Column,
  { at, method }: { at: number; method: Method },
): number {
  const quantile = figures.quantile(column, at);
  if (quantile === null) return NaN;
  const { present } = presence(figures, column);
  return pick(quantile, Math.floor(at * (present - 1)), method);
}

/** numpy's methods of the same names; halves of `nearest` go to the even rank. */
function pick({ lower, upper, fraction }: Quantile, rank: number, method: Method): number {
  if (fraction === 0) return lower;
  switch (method) {
    case 'lower':
      return lower;
    case 'higher':
      return upper;
    case 'midpoint':
      return between(lower, upper, 0.5);
    case 'linear':
      return between(lower, upper, fraction);
    case 'nearest':
      return fraction < 0.5 || (fraction === 0.5 && rank % 2 === 0) ? lower : upper;
  }
}

/** In numpy's order of operations. */
function between(lower: number, upper: number, fraction: number): number {
  const difference = upper - lower;
  return fraction >= 0.5 ? upper - difference * (1 - fraction) : lower + difference * fraction;
}

function isInRange(value: number, lower: number, upper: number): boolean {
  return isClose(value, lower) || isClose(value, upper) || (lower <= value && value <= upper);
}

function isClose(value: number, reference: number): boolean {
  if (value === reference) return true;
  return Number.isFinite(reference) && Math.abs(value - reference) <= 1e-8 + 1e-4 * Math.abs(reference);
}

function observed(value: number, { family }: Column, method: Method): Json {
  const asItIs = family === 'boolean' && method !== 'linear' && method !== 'midpoint';
  return asItIs && !Number.isNaN(value) ? value === 1 : jsonNumber(value);
}

function valuesOf(found: Json | undefined): Json[] {
  const values = found !== null && typeof found === 'object' && !Array.isArray(found) ? found['values'] : [];
  return Array.isArray(values) ? values : [];
}

function shownValue(value: Json | undefined): string {
  if (value === null || value === undefined) return 'undefined (there is no value)';
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : shown(value);
}

function shownPair(pair: readonly [number | null, number | null] | undefined): string {
  const [lower = null, upper = null] = pair ?? [];
  if (lower === null) return upper === null ? 'anything' : `at most ${upper}`;
  return upper === null ? `at least ${lower}` : `${lower} to ${upper}`;
}
