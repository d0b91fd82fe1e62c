import * as z from 'zod';

/** A text; numbers are taken as their text, as Great Expectations takes them. */
export function textArgument(expected: string) {
  return z.union([z.string(), z.number()], { error: expected }).transform(String);
}

/** At least one text. */
export function textListArgument(expected: string) {
  return z.array(textArgument(expected), { error: expected }).min(1, expected);
}

/** Whether a value has to match one of several patterns, or all. */
export const matchOn = z.enum(['any', 'all'], { error: 'expected any or all' }).default('any');

/** The one character that makes the next one of a LIKE pattern stand for itself. */
export const escapeArgument = z
  .string({ error: 'expected a single character' })
  .nullish()
  .refine((value) => typeof value !== 'string' || [...value].length === 1, {
    error: 'expected a single character',
  })
  .transform((value) => value ?? undefined);
