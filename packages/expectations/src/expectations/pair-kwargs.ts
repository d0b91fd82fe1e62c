import * as z from 'zod';
import { columnName, rowsKwargs } from './kwargs';

const PAIR = ['both_values_are_missing', 'either_value_is_missing', 'neither'] as const;
const RECORD = ['all_values_are_missing', 'any_value_is_missing', 'never'] as const;

function oneOf<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, { error: `expected one of ${names.join(', ')}` });
}

/** Arguments of an expectation about two columns. */
export function pairKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return rowsKwargs({
    column_A: columnName,
    column_B: columnName,
    ignore_row_if: oneOf(PAIR).default('both_values_are_missing'),
    ...shape,
  });
}

const LIST = 'expected a list of at least two names of columns';

/** Arguments of an expectation about several columns. */
export function recordKwargs<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return rowsKwargs({
    column_list: z.array(columnName, { error: LIST }).min(2, LIST),
    ignore_row_if: oneOf(RECORD).default('all_values_are_missing'),
    ...shape,
  });
}
