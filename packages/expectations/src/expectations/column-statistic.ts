import type { Json } from '../json';
import type { Dialect } from '../engine/dialect';
import { isNumeric, type Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import type { Figures } from '../table/table';
import type { ResultDetail } from '../validation-result';
import { shown } from '../wording';
import { boundSchema, isWithin, mismatch, shownRange, type Range } from './bounds';
import { presence, presentCount } from './column-map';
import type { Plan, PlanContext, Telling } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { isoTime } from './iso-time';
import { columnKwargs, flag } from './kwargs';

/** Arguments of an expectation that holds one figure of a column's values to a range. */
export const statisticKwargs = columnKwargs({
  min_value: boundSchema,
  max_value: boundSchema,
  strict_min: flag,
  strict_max: flag,
});

export interface StatisticArguments extends Range {
  column: string;
}

export interface Statistic {
  /** `mean`: what messages call it. */
  noun: string;
  /** Aggregates, one call each. undefined for a type whose values have no such figure. */
  expressions(column: Column, sql: Dialect): readonly string[] | undefined;
  /** Exact order statistics that it needs. */
  quantiles?: readonly number[];
  /** The figure, of times in milliseconds since 1970; null where there is none. Default: the first expression. */
  value?(figures: Figures, column: Column, sql: Dialect): number | null;
}

/** Whether a figure of the column is a time of its own. */
export function isTime({ family }: Column): boolean {
  return family === 'timestamp' || family === 'timestamptz';
}

/** Numbers, or a CSV column without any value, over which every figure is undefined. */
export function isNumericOrEmpty({ family }: Column): boolean {
  return isNumeric(family) || family === 'empty';
}

/** The plan of a figure that has to lie within a range; without values there is no figure, and it fails. */
export function statisticPlan(
  kwargs: StatisticArguments,
  { table, sql }: PlanContext,
  { noun, expressions, quantiles, value: valueFrom }: Statistic,
): Plan {
  const column = findColumn(table, kwargs.column);
  const calls = expressions(column, sql);
  const refused = mismatch(column, kwargs);
  const [first] = calls ?? [];
  return {
    columns: [column],
    expressions: [presentCount(column), ...(calls ?? [])],
    quantiles: quantiles && calls ? [{ column, at: quantiles }] : [],
    verdict: (figures) => {
      const none = { success: false, result: { observed_value: null } };
      if (presence(figures, column).present === 0) return none;
      if (calls === undefined) {
        throw new ExpectationError(
          `column ${shown(column.name)} is of type ${column.sqlType}, which has no ${noun}`,
        );
      }
      const value = valueFrom
        ? valueFrom(figures, column, sql)
        : first === undefined
          ? null
          : figures.number(first);
      if (value === null || Number.isNaN(value)) return none;
      if (refused !== undefined) throw new ExpectationError(refused);
      return { success: isWithin(value, kwargs), result: { observed_value: observed(value, column) } };
    },
  };
}

function observed(value: number, column: Column): Json {
  if (!Number.isFinite(value) || !isTime(column)) return jsonNumber(value);
  return isoTime(Math.round(value * 1000), column.family);
}

export function tellStatistic(
  kwargs: StatisticArguments,
  { observed_value: value }: ResultDetail,
  { noun, none, fix }: { noun: string; none: string; fix: string },
): Telling {
  return {
    expected: `the ${noun} of ${shown(kwargs.column)} lies ${shownRange(kwargs)}`,
    found:
      value === null || value === undefined
        ? none
        : `it is ${typeof value === 'number' ? Number(value.toPrecision(6)) : shown(value)}`,
    fix,
  };
}
