import { extremePlan } from './column-extreme';
import { statisticKwargs, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';

export const expectColumnMinToBeBetween = defineExpectation({
  type: 'expect_column_min_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, context) => extremePlan(kwargs, context, 'min'),
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'smallest value',
      none: 'there is no value at all',
      fix: 'find out where the smallest values come from (a sign, a default, a typing error), or move the range',
    }),
});
