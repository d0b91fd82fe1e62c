import type { Column } from '../table/column';
import type { Figures } from '../table/table';
import { isNumericOrEmpty, isTime, statisticKwargs, statisticPlan, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';

export const expectColumnMedianToBeBetween = defineExpectation({
  type: 'expect_column_median_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, context) =>
    statisticPlan(kwargs, context, {
      noun: 'median',
      expressions: (column) => (isTime(column) || isNumericOrEmpty(column) ? [] : undefined),
      quantiles: [0.5],
      value: medianOf,
    }),
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'median',
      none: 'there is no value to take a median of',
      fix: 'find out what shifted the values (a unit, a source, a default), or move the range',
    }),
});

/** Of an even number of values it is half the sum of the two in the middle, as in pandas. */
function medianOf(figures: Figures, column: Column): number | null {
  const middle = figures.quantile(column, 0.5);
  if (middle === null) return null;
  const median = middle.fraction === 0 ? middle.lower : (middle.lower + middle.upper) / 2;
  return isTime(column) ? median / 1000 : median;
}
