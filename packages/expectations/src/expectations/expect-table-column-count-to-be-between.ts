import { isWithin } from './bounds';
import { shownCountRange } from './count-range';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';
import { numberRange } from './number-range';

export const expectTableColumnCountToBeBetween = defineExpectation({
  type: 'expect_table_column_count_to_be_between',
  kwargs: tableKwargs({ min_value: numberRange.min_value, max_value: numberRange.max_value }),
  plan: (kwargs, { table: { columns } }) => ({
    columns: [],
    expressions: [],
    verdict: () => ({
      success: isWithin(columns.length, { ...kwargs, ...NOT_STRICT }),
      result: { observed_value: columns.length },
    }),
  }),
  tell: (kwargs, { observed_value: observed }) => ({
    expected: `the number of columns ${shownCountRange({ ...kwargs, ...NOT_STRICT })}`,
    found: `it is ${String(observed)}`,
    fix: 'deliver the table with the agreed columns, or move the range',
  }),
});

const NOT_STRICT = { strict_min: false, strict_max: false };
