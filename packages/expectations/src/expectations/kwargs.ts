import * as z from 'zod';
import { numberArgument } from './number-argument';

/** Arguments that every expectation takes and that change nothing in its own plan; row conditions are the planner's. */
const common = {
  batch_id: z.unknown().optional(),
  result_format: z.unknown().optional(),
  catch_exceptions: z.unknown().optional(),
  include_config: z.unknown().optional(),
  meta: z.unknown().optional(),
  auto: z.unknown().optional(),
  profiler_config: z.unknown().optional(),
  condition_parser: z.unknown().optional(),
  row_condition: z.unknown().optional(),
};

export const columnName = z
  .string({ error: 'expected the name of a column' })
  .min(1, 'expected the name of a column');

export const flag = z
  .union([z.boolean(), z.null()], { error: 'expected true or false' })
  .optional()
  .transform((value) => value ?? false);

const SHARE = 'expected a number from 0 to 1';

/** A share of the rows, also as a text; null is all of them. */
const mostly = z
  .union([numberArgument(SHARE), z.null()], { error: SHARE })
  .optional()
  .refine((value) => value === null || value === undefined || (value >= 0 && value <= 1), { error: SHARE })
  .transform((value) => value ?? 1);

/** Arguments of an expectation about the table as a whole. */
export function tableKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, ...shape });
}

/** Arguments of an expectation about one figure of a column. */
export function columnKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, column: columnName, ...shape });
}

/** Arguments of an expectation about the values of several columns in each row. */
export function rowsKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, mostly, ...shape });
}

/** Arguments of an expectation about every value of a column. */
export function columnMapKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject({ ...common, column: columnName, mostly, ...shape });
}
