import { percent, shown } from '../wording';
import { assertOrdered, isWithin } from './bounds';
import { presence, presentCount } from './column-map';
import { countRange, shownCountRange } from './count-range';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';

export const expectColumnNullValueCountToBeBetween = defineExpectation({
  type: 'expect_column_null_value_count_to_be_between',
  kwargs: columnKwargs(countRange),
  plan: (kwargs, { table }) => {
    if (!kwargs.min_value && !kwargs.max_value) {
      throw new ExpectationError('min_value and max_value are both missing: give at least one');
    }
    assertOrdered(kwargs);
    const column = findColumn(table, kwargs.column);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      verdict: (figures) => {
        const { rows, present } = presence(figures, column);
        const missing = rows - present;
        return {
          success: isWithin(missing, kwargs),
          result: {
            observed_value: missing,
            missing_count: missing,
            missing_percent: rows > 0 ? (missing / rows) * 100 : null,
          },
        };
      },
    };
  },
  tell: (kwargs, { missing_count: missing = 0, missing_percent: share }) => ({
    expected: `the number of rows without a value of ${shown(kwargs.column)} ${shownCountRange(kwargs)}`,
    found: `it is ${missing}${typeof share === 'number' ? ` (${percent(share, 100)})` : ''}`,
    fix: 'fill or drop rows without a value, find out what fills them, or move the range',
  }),
});
