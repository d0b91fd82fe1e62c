import * as z from 'zod';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

const WHOLE = 'expected a whole number of at least 0';

const countSchema = z
  .union([z.number(), z.string().regex(/^\d+$/, WHOLE).transform(Number)], { error: WHOLE })
  .refine((value) => Number.isInteger(value) && value >= 0, { error: WHOLE });

export const expectTableColumnCountToEqual = defineExpectation({
  type: 'expect_table_column_count_to_equal',
  kwargs: tableKwargs({ value: countSchema }),
  plan: ({ value }, { table }) => ({
    columns: [],
    expressions: [],
    verdict: () => ({
      success: table.columns.length === value,
      result: { observed_value: table.columns.length },
    }),
  }),
  tell: ({ value }, { observed_value: observed }) => ({
    expected: `the table has ${value} ${value === 1 ? 'column' : 'columns'}`,
    found: `it has ${String(observed)}`,
    fix: 'deliver the table with the agreed columns, or change the number',
  }),
});
