import { assertOrdered, isWithin } from './bounds';
import { countRange, shownCountRange } from './count-range';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

export const expectTableRowCountToBeBetween = defineExpectation({
  type: 'expect_table_row_count_to_be_between',
  kwargs: tableKwargs(countRange),
  plan: (kwargs) => {
    assertOrdered(kwargs);
    return {
      columns: [],
      expressions: [],
      verdict: ({ rows }) => ({ success: isWithin(rows, kwargs), result: { observed_value: rows } }),
    };
  },
  tell: (kwargs, { observed_value: observed }) => ({
    expected: `the number of rows ${shownCountRange(kwargs)}`,
    found: `it is ${String(observed)}`,
    fix: 'find out which rows were lost or added (a join, a filter, a source), or move the range',
  }),
});
