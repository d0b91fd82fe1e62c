import * as z from 'zod';
import { shownRange, type Bound, type Range } from './bounds';
import { flag } from './kwargs';

const WHOLE = 'expected a whole number';

/** A whole number, also as text; a number loses its fraction, as in Great Expectations. undefined for everything else. */
function wholeNumber(value: number | boolean | string): number | undefined {
  if (typeof value !== 'string') return Math.trunc(Number(value));
  const text = value.trim();
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

const countBound = z
  .union([z.number(), z.boolean(), z.string(), z.null()], { error: WHOLE })
  .optional()
  .transform((value, context): Bound | null => {
    if (value === null || value === undefined) return null;
    const count = wholeNumber(value);
    if (count !== undefined) return { kind: 'number', value: count };
    context.addIssue({ code: 'custom', message: WHOLE });
    return z.NEVER;
  });

/** Arguments of an expectation about a number of rows or of values. */
export const countRange = {
  min_value: countBound,
  max_value: countBound,
  strict_min: flag,
  strict_max: flag,
};

/** The exact number of rows or columns that is expected. */
export const countValue = z
  .union([z.number(), z.boolean(), z.string()], { error: WHOLE })
  .transform((value, context): number => {
    const count = wholeNumber(value);
    if (count !== undefined) return count;
    context.addIssue({ code: 'custom', message: WHOLE });
    return z.NEVER;
  });

/** `lies between 1 and 10`, `is 400`. */
export function shownCountRange(range: Range): string {
  const { min_value: min, max_value: max, strict_min, strict_max } = range;
  const single = min?.kind === 'number' && max?.kind === 'number' && min.value === max.value;
  return single && !strict_min && !strict_max ? `is ${min.value}` : `lies ${shownRange(range)}`;
}
