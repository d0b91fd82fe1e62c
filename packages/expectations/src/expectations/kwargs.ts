import * as z from 'zod';
import type { Json, JsonObject } from '../json';
import { ExpectationError } from './expectation-error';

/** Arguments that every expectation takes and that change no verdict here. */
const common = {
  batch_id: z.unknown().optional(),
  result_format: z.unknown().optional(),
  catch_exceptions: z.unknown().optional(),
  include_config: z.unknown().optional(),
  meta: z.unknown().optional(),
  auto: z.unknown().optional(),
  profiler_config: z.unknown().optional(),
  condition_parser: z.unknown().optional(),
  row_condition: z.null().optional(),
};

const columnName = z
  .string({ error: 'expected the name of a column' })
  .min(1, 'expected the name of a column');

export const flag = z
  .union([z.boolean(), z.null()], { error: 'expected true or false' })
  .optional()
  .transform((value) => value ?? false);

const mostly = z
  .union([z.number(), z.null()], { error: 'expected a number from 0 to 1' })
  .optional()
  .refine((value) => value === null || value === undefined || (value >= 0 && value <= 1), {
    error: 'expected a number from 0 to 1',
  })
  .transform((value) => value ?? 1);

/** Arguments of an expectation about the table as a whole. */
export function tableKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, ...shape });
}

/** Arguments of an expectation about one figure of a column. */
export function columnKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, column: columnName, ...shape });
}

/** Arguments of an expectation about every value of a column. */
export function columnMapKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, column: columnName, mostly, ...shape });
}

/** @throws ExpectationError for an argument that would change the verdict and that this engine cannot follow */
export function assertSupported(kwargs: JsonObject): void {
  if (kwargs['row_condition'] !== undefined && kwargs['row_condition'] !== null) {
    throw new ExpectationError('row_condition is not supported: the expectation was not evaluated');
  }
  for (const [key, value] of Object.entries(kwargs)) {
    if (holdsParameter(value)) {
      throw new ExpectationError(
        `${key}: suite parameters ($PARAMETER) are not supported: write the value itself`,
      );
    }
  }
}

function holdsParameter(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsParameter);
  return value !== null && typeof value === 'object' && '$PARAMETER' in value;
}
