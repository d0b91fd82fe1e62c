import { isWithin } from './bounds';
import { countRange, shownCountRange } from './count-range';
import { defineExpectation } from './define';
import { columnKwargs } from './kwargs';
import { shown } from '../wording';
import { uniqueCountPlan } from './unique-count';

export const expectColumnUniqueValueCountToBeBetween = defineExpectation({
  type: 'expect_column_unique_value_count_to_be_between',
  kwargs: columnKwargs(countRange),
  plan: (kwargs, context) =>
    uniqueCountPlan(kwargs.column, context, ({ unique }) => ({
      success: isWithin(unique, kwargs),
      result: { observed_value: unique },
    })),
  tell: (kwargs, { observed_value: observed }) => ({
    expected: `the number of different values of ${shown(kwargs.column)} ${shownCountRange(kwargs)}`,
    found: `it is ${String(observed)}`,
    fix: 'find out which values are new or gone (spelling, rounding, a source), or move the range',
  }),
});
