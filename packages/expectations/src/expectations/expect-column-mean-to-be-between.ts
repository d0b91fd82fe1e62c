import type { Dialect } from '../engine/dialect';
import { valueOf, type Column } from '../table/column';
import type { Figures } from '../table/table';
import { isNumericOrEmpty, isTime, statisticKwargs, statisticPlan, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';
import { numberOf } from './numeric-value';
import { settledSum } from './sum-of-doubles';

export const expectColumnMeanToBeBetween = defineExpectation({
  type: 'expect_column_mean_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, context) =>
    statisticPlan(kwargs, context, { noun: 'mean', expressions: expressionsOf, value: meanOf }),
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'mean',
      none: 'there is no value to take a mean of',
      fix: 'find out what shifted the values (a unit, a source, a default), or move the range',
    }),
});

function expressionsOf(column: Column, sql: Dialect): string[] | undefined {
  const value = valueOf(column);
  if (isTime(column)) return [`avg(${sql.epochMicros(value)})`];
  if (!isNumericOrEmpty(column)) return undefined;
  const mean = sql.mean(numberOf(column, sql));
  return column.family === 'float' ? [mean, `min(${value})`, `max(${value})`] : [mean];
}

function meanOf(figures: Figures, column: Column, sql: Dialect): number | null {
  const [first = '', min, max] = expressionsOf(column, sql) ?? [];
  const mean = figures.number(first);
  if (isTime(column)) return mean === null ? null : mean / 1000;
  if (min === undefined || max === undefined) return mean;
  return settledSum(mean, figures.number(min), figures.number(max));
}
