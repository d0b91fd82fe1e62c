import * as z from 'zod';

/** A number, also as a boolean or a text, as Great Expectations reads it. */
export function numberArgument(expected: string) {
  return z
    .union([z.number(), z.boolean(), z.string().regex(/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i)], {
      error: expected,
    })
    .transform(Number);
}
