import { isWithin, shownRange } from './bounds';
import { defineExpectation } from './define';
import { columnKwargs } from './kwargs';
import { numberRange } from './number-range';
import { shown } from '../wording';
import { uniqueCountPlan } from './unique-count';

/** Of the rows that have a value; over nothing it is 0, and 0 is compared. */
export const expectColumnProportionOfUniqueValuesToBeBetween = defineExpectation({
  type: 'expect_column_proportion_of_unique_values_to_be_between',
  kwargs: columnKwargs(numberRange),
  plan: (kwargs, context) =>
    uniqueCountPlan(kwargs.column, context, ({ present, unique }) => {
      const proportion = present > 0 ? unique / present : 0;
      return { success: isWithin(proportion, kwargs), result: { observed_value: proportion } };
    }),
  tell: (kwargs, { observed_value: observed }) => ({
    expected: `different values over all values of ${shown(kwargs.column)} lie ${shownRange(kwargs)}`,
    found: `they are ${Number(Number(observed).toPrecision(6))}`,
    fix: 'find out whether rows were repeated or values made alike (rounding, a default), or move the range',
  }),
});
