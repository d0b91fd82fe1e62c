import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import { isNumeric, type Column } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mostlyProposal } from './column-map';
import { isTime } from './column-statistic';
import { defineExpectation } from './define';
import { deviationOf } from './deviation';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { linearQuantile } from './linear-quantile';
import { numberArgument } from './number-argument';
import { numberOf } from './numeric-value';
import { refusedPlan, windowPlan, type Window } from './window-plan';

const METHODS = ['iqr', 'std'] as const;

/**
 * `iqr`: Tukey's fences, `multiplier` interquartile ranges below the first quartile and above the third (J. W. Tukey,
 * Exploratory Data Analysis, 1977); a value on a fence is none. `std`: `multiplier` standard deviations of the sample or
 * more from the mean. Where a column has no such figures, no value is an outlier.
 */
export const expectColumnValuesToNotBeOutliers = defineExpectation({
  type: 'expect_column_values_to_not_be_outliers',
  kwargs: columnMapKwargs({
    method: z.enum(METHODS, { error: 'expected iqr or std' }).default('iqr'),
    multiplier: numberArgument('expected a number of at least 0')
      .refine((value) => value >= 0, { error: 'expected a number of at least 0' })
      .default(1.5),
  }),
  plan: ({ column: name, method, multiplier, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    if (isTime(column)) throw refusal(column);
    if (!isNumeric(column.family)) return refusedPlan(column, mostly, refusal(column));
    return windowPlan(column, { sql, mostly, window: WINDOWS[method](column, sql, multiplier) });
  },
  tell: ({ column, method, multiplier, mostly }, result) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    const reach =
      method === 'iqr'
        ? `within ${multiplier} interquartile ranges of the quartiles`
        : `less than ${multiplier} standard deviations from the mean`;
    return {
      expected: `every value of ${shown(column)} is ${reach}`,
      found: mapFinding(result, mostly),
      fix: `correct or drop these rows, or raise the multiplier${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
    };
  },
});

type WindowOf = (column: Column, sql: Dialect, multiplier: number) => Window;

const QUARTILES = [0.25, 0.75] as const;

const fences: WindowOf = (column, sql, multiplier) => ({
  quantiles: [{ column, at: QUARTILES }],
  conditionOf: (figures) => {
    const [first, third] = QUARTILES.map((at) => linearQuantile(figures.quantile(column, at)));
    if (first === undefined || third === undefined || !Number.isFinite(first) || !Number.isFinite(third)) {
      return undefined;
    }
    const reach = multiplier * (third - first);
    const value = numberOf(column, sql);
    return `(${value} < ${sql.double(first - reach)} OR ${value} > ${sql.double(third + reach)})`;
  },
});

const deviations: WindowOf = (column, sql, multiplier) => {
  const { value, expressions, read } = deviationOf(column, sql);
  return {
    expressions,
    conditionOf: (figures) => {
      const found = read(figures);
      if (!found) return undefined;
      const reach = multiplier * found.stdev;
      // Nothing is less than 0 away from the mean, not even the mean.
      return reach <= 0
        ? `${value} <> ${sql.double(found.mean)}`
        : `abs(${value} - ${sql.double(found.mean)}) >= ${sql.double(reach)}`;
    },
  };
};

const WINDOWS: Record<(typeof METHODS)[number], WindowOf> = { iqr: fences, std: deviations };

function refusal(column: Column): ExpectationError {
  return new ExpectationError(
    `column ${shown(column.name)} is of type ${column.sqlType}: only numbers can be outliers`,
  );
}
