import { extremePlan } from './column-extreme';
import { statisticKwargs, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';

export const expectColumnMaxToBeBetween = defineExpectation({
  type: 'expect_column_max_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, context) => extremePlan(kwargs, context, 'max'),
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'largest value',
      none: 'there is no value at all',
      fix: 'find out where the largest values come from (a unit, a default, a typing error), or move the range',
    }),
});
