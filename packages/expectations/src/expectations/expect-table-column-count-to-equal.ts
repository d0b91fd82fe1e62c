import { countValue } from './count-range';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

export const expectTableColumnCountToEqual = defineExpectation({
  type: 'expect_table_column_count_to_equal',
  kwargs: tableKwargs({ value: countValue }),
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
