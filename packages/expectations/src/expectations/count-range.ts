import * as z from 'zod';
import { shownRange, type Bound, type Range } from './bounds';
import { flag } from './kwargs';

const WHOLE = 'expected a whole number';

const countBound = z
  .union([z.number(), z.boolean(), z.string(), z.null()], { error: WHOLE })
  .optional()
  .transform((value, context): Bound | null => {
    if (value === null || value === undefined) return null;
    const text = typeof value === 'string' ? value.trim() : value;
    if (typeof text !== 'string' || /^[+-]?\d+$/.test(text)) {
      const count = Number(text);
      if (Number.isInteger(count)) return { kind: 'number', value: count };
    }
    context.addIssue({ code: 'custom', message: WHOLE });
    return z.NEVER;
  });

/** Arguments of an expectation about a number of rows. */
export const countRange = {
  min_value: countBound,
  max_value: countBound,
  strict_min: flag,
  strict_max: flag,
};

/** `lies between 1 and 10`, `is 400`. */
export function shownCountRange(range: Range): string {
  const { min_value: min, max_value: max, strict_min, strict_max } = range;
  const single = min?.kind === 'number' && max?.kind === 'number' && min.value === max.value;
  return single && !strict_min && !strict_max ? `is ${min.value}` : `lies ${shownRange(range)}`;
}
