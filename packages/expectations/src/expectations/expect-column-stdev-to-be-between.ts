import type { Dialect } from '../engine/dialect';
import type { Column } from '../table/column';
import type { Figures } from '../table/table';
import { ExpectationError } from './expectation-error';
import { isNumericOrEmpty, statisticKwargs, statisticPlan, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';
import { numberOf } from './numeric-value';

/** The standard deviation of a sample: the squares are divided by one less than the number of values. */
export const expectColumnStdevToBeBetween = defineExpectation({
  type: 'expect_column_stdev_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, context) => {
    for (const key of ['min_value', 'max_value'] as const) {
      const bound = kwargs[key];
      if (bound && bound.kind !== 'number') {
        throw new ExpectationError(`${key}: expected a number, got ${bound.text}`);
      }
    }
    return statisticPlan(kwargs, context, {
      noun: 'standard deviation',
      expressions: expressionsOf,
      value: stdevOf,
    });
  },
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'standard deviation',
      none: 'there is none: it takes at least two values, and none of them infinite',
      fix: 'find out what spread or squeezed the values (outliers, a default, a unit), or move the range',
    }),
});

/** Squares of larger values are beyond a double, at which DuckDB would end the whole query. No integer is that large. */
const LARGEST = 1e150;

function expressionsOf(column: Column, sql: Dialect): string[] | undefined {
  if (!isNumericOrEmpty(column)) return undefined;
  const value = numberOf(column, sql);
  if (column.family === 'integer') return [sql.sampleStdev(value)];
  return [
    sql.sampleStdev(`CASE WHEN abs(${value}) <= ${sql.double(LARGEST)} THEN ${value} END`),
    `max(abs(${value}))`,
  ];
}

function stdevOf(figures: Figures, column: Column, sql: Dialect): number | null {
  const [stdev = '', largest = ''] = expressionsOf(column, sql) ?? [];
  const most = largest === '' ? 0 : (figures.number(largest) ?? 0);
  if (most === Infinity) return null;
  return most > LARGEST ? Infinity : figures.number(stdev);
}
