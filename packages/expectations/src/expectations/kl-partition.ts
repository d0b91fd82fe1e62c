import * as z from 'zod';
import type { Json } from '../json';
import { ExpectationError } from './expectation-error';

const NUMBER = 'expected a number';

/** A number, also one that JSON lacks: `inf` and `-Infinity` as texts, or as `{ "$float": "inf" }`. */
const number = z
  .union(
    [
      z.number(),
      z.stringFormat('number', /^[+-]?(inf(inity)?|\d+(\.\d*)?(e[+-]?\d+)?)$/i),
      z.strictObject({ $float: z.string() }),
    ],
    { error: NUMBER },
  )
  .transform((value) => (typeof value === 'object' ? value.$float : value))
  .transform((value) => (typeof value === 'string' ? numberOfText(value) : value));

function numberOfText(text: string): number {
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

const weights = z.array(z.number({ error: NUMBER }), { error: 'expected a list of numbers' });

/** What shares of a column's values are expected: of single values, or of bins of numbers. */
export type Partition = CategoricalPartition | ContinuousPartition;

export interface CategoricalPartition {
  values: readonly Json[];
  weights: readonly number[];
}

export interface ContinuousPartition {
  /** Edges in ascending order; the first and the last may be infinite. A bin holds its lower edge, the last one both. */
  bins: readonly number[];
  /** Of the bins: one less than edges. */
  weights: readonly number[];
  /** Of what lies below the first edge and above the last one. */
  tailWeights?: readonly [number, number];
}

const SHAPE = 'expected values and weights, or bins and weights';

/** Great Expectations' `partition_object`; further keys mean nothing. */
export const partitionSchema = z
  .object(
    {
      weights,
      values: z.array(z.json()).optional(),
      bins: z.array(number, { error: 'expected a list of numbers' }).optional(),
      tail_weights: z.tuple([z.number(), z.number()], { error: 'expected two numbers' }).optional(),
    },
    { error: SHAPE },
  )
  .transform((parts, context): Partition => {
    const partition = partitionOf(parts);
    if (partition) return partition;
    context.addIssue({ code: 'custom', message: SHAPE });
    return z.NEVER;
  });

function partitionOf({
  values,
  bins,
  weights: shares,
  tail_weights: tailWeights,
}: {
  values?: Json[] | undefined;
  bins?: number[] | undefined;
  weights: number[];
  tail_weights?: [number, number] | undefined;
}): Partition | undefined {
  if (values) return { values, weights: shares };
  return bins && { bins, weights: shares, ...(tailWeights ? { tailWeights } : {}) };
}

export function isCategorical(partition: Partition): partition is CategoricalPartition {
  return 'values' in partition;
}

/** @throws ExpectationError for a partition that is none */
export function assertPartition(partition: Partition): void {
  const why = isCategorical(partition) ? faultOfValues(partition) : faultOfBins(partition);
  if (why !== undefined) throw new ExpectationError(`partition_object: ${why}`);
}

function faultOfValues({ values, weights: shares }: CategoricalPartition): string | undefined {
  if (values.length !== shares.length) return `${values.length} values, but ${shares.length} weights`;
  if (new Set(values.map(valueKey)).size < values.length) return 'a value stands there twice';
  return faultOfSum(shares);
}

function faultOfBins({
  bins,
  weights: shares,
  tailWeights = [0, 0],
}: ContinuousPartition): string | undefined {
  if (bins.length !== shares.length + 1) {
    return `${bins.length} bin edges, but ${shares.length} weights: expected one edge more than weights`;
  }
  if (bins.some((edge, place) => place > 0 && !(edge > (bins[place - 1] ?? NaN)))) {
    return 'the bin edges do not ascend';
  }
  return faultOfSum([...tailWeights, ...shares]);
}

/** As near to 1 as numpy's `allclose` wants it. */
function faultOfSum(shares: readonly number[]): string | undefined {
  const sum = shares.reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) <= 1e-8 + 1e-5 ? undefined : `the weights sum to ${sum} instead of 1`;
}

/** Equal for values that Python holds equal: booleans are 0 and 1. */
export function valueKey(value: Json): string {
  return JSON.stringify(typeof value === 'boolean' ? Number(value) : value);
}
