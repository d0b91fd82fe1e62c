import { countValue } from './count-range';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

export const expectTableRowCountToEqual = defineExpectation({
  type: 'expect_table_row_count_to_equal',
  kwargs: tableKwargs({ value: countValue }),
  plan: ({ value }) => ({
    columns: [],
    expressions: [],
    verdict: ({ rows }) => ({ success: rows === value, result: { observed_value: rows } }),
  }),
  tell: ({ value }, { observed_value: observed }) => ({
    expected: `the number of rows is ${value}`,
    found: `it is ${String(observed)}`,
    fix: 'find out which rows were lost or added (a join, a filter, a source), or change the number',
  }),
});
