import * as z from 'zod';
import { NAME_PATTERN } from './conventions';

export const nameSchema = z
  .string({ error: 'expected a name' })
  .regex(NAME_PATTERN, 'expected a name of a-z, 0-9, ".", "_" and "-" that begins with a letter or a digit');

/** Lower-case hex of a SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits of a SHA-256');

/** A path inside its folder: relative, with forward slashes, without `..`. */
export const innerPathSchema = z
  .string()
  .min(1)
  .refine(
    (path) => !/^([/\\]|[A-Za-z]:)/.test(path) && !path.split('/').includes('..') && !path.includes('\\'),
    {
      error: 'expected a relative path with forward slashes that stays inside its folder',
    },
  );

/** A path from the project's folder; `..` may leave it, an absolute path may not. */
export const projectPathSchema = z
  .string({ error: 'expected a path' })
  .min(1, 'expected a path')
  .refine((path) => !/^([/\\~]|[A-Za-z]:)/.test(path) && !path.includes('\\'), {
    error: 'expected a path from the folder of this file, with forward slashes',
  });

/** `module:function`, both dotted Python names. */
export const entryPointSchema = z
  .string({ error: 'expected "module:function"' })
  .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'expected "module:function"');

/** `90s`, `60m`, `2h`. */
export const durationSchema = z
  .string({ error: 'expected a duration such as "90s", "60m" or "2h"' })
  .regex(/^\d+(\.\d+)?(ms|s|m|h)$/, 'expected a duration such as "90s", "60m" or "2h"');

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a text that `durationSchema` took. */
export function durationMs(duration: string): number {
  const [, amount, unit] = /^([\d.]+)([a-z]+)$/.exec(duration) ?? [];
  return Number(amount) * (UNIT_MS[unit ?? ''] ?? NaN);
}

/** An open interval: 0 and 1 themselves are no fraction of a data set. */
export const fractionSchema = z
  .number({ error: 'expected a number between 0 and 1' })
  .gt(0, 'expected a number between 0 and 1')
  .lt(1, 'expected a number between 0 and 1');

export const positiveIntSchema = z
  .int({ error: 'expected a whole number above 0' })
  .positive({ error: 'expected a whole number above 0' });

export const seedSchema = z
  .int({ error: 'expected a whole number from 0 to 4294967295' })
  .min(0, 'expected a whole number from 0 to 4294967295')
  .max(4294967295, 'expected a whole number from 0 to 4294967295');

/** What a gate's outcome does to the exit code. */
export const modeSchema = z.enum(['off', 'warn', 'enforce']);
export type Mode = z.infer<typeof modeSchema>;

export const onInconclusiveSchema = z.enum(['pass', 'warn', 'fail']);
export type OnInconclusive = z.infer<typeof onInconclusiveSchema>;
