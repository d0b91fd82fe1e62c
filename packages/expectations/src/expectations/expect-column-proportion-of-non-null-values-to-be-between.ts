import { shown } from '../wording';
import { isWithin, shownRange } from './bounds';
import { presence, presentCount } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';
import { numberRange } from './number-range';

/** Without rows it is 0, and 0 is compared. */
export const expectColumnProportionOfNonNullValuesToBeBetween = defineExpectation({
  type: 'expect_column_proportion_of_non_null_values_to_be_between',
  kwargs: columnKwargs(numberRange),
  plan: (kwargs, { table }) => {
    const column = findColumn(table, kwargs.column);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      verdict: (figures) => {
        const { rows, present } = presence(figures, column);
        const proportion = rows > 0 ? present / rows : 0;
        return { success: isWithin(proportion, kwargs), result: { observed_value: proportion } };
      },
    };
  },
  tell: (kwargs, { observed_value: observed }) => ({
    expected: `the proportion of rows with a value of ${shown(kwargs.column)} lies ${shownRange(kwargs)}`,
    found: `it is ${Number(Number(observed).toPrecision(6))}`,
    fix: 'find out where the values are lost or made up (a join, a default), or move the range',
  }),
});
