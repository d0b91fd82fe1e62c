import { doubleOf, valueOf, type Column } from '../table/column';
import { isNumericOrEmpty, isTime, statisticKwargs, statisticPlan, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';

export const expectColumnMedianToBeBetween = defineExpectation({
  type: 'expect_column_median_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, { table }) => statisticPlan(kwargs, table, { noun: 'median', aggregate: medianOf }),
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'median',
      none: 'there is no value to take a median of',
      fix: 'find out what shifted the values (a unit, a source, a default), or move the range',
    }),
});

/**
 * Exact. Of an even number of values it is half the sum of the two in the middle, as in pandas; DuckDB's `median` adds
 * half their difference to the lower one, which rounds otherwise.
 */
function medianOf(column: Column): string | undefined {
  if (isTime(column)) return `median(epoch_us(${valueOf(column)})) / 1000`;
  if (!isNumericOrEmpty(column)) return undefined;
  const value = `(${doubleOf(column)})::DOUBLE`;
  return `(quantile_disc(${value}, 0.5) - quantile_disc(-${value}, 0.5)) / 2`;
}
