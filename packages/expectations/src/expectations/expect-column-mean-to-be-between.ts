import { doubleOf, valueOf, type Column } from '../table/column';
import { isNumericOrEmpty, isTime, statisticKwargs, statisticPlan, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';

export const expectColumnMeanToBeBetween = defineExpectation({
  type: 'expect_column_mean_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, { table }) => statisticPlan(kwargs, table, { noun: 'mean', aggregate: meanOf }),
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'mean',
      none: 'there is no value to take a mean of',
      fix: 'find out what shifted the values (a unit, a source, a default), or move the range',
    }),
});

function meanOf(column: Column): string | undefined {
  const value = valueOf(column);
  if (isTime(column)) return `avg(epoch_us(${value})) / 1000`;
  if (!isNumericOrEmpty(column)) return undefined;
  // Compensated summation, as the order in which threads finish shows in the last digits of a plain sum; it has no
  // answer for infinities.
  const double = doubleOf(column);
  return column.family === 'float'
    ? `CASE WHEN bool_or(isinf(${value})) THEN avg(${double}) ELSE favg(${double}) END`
    : `favg(${double})`;
}
