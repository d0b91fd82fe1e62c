import type { Json } from '../json';
import { doubleOf, isNumeric, valueOf, type Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import { shown } from '../wording';
import { boundSchema, isWithin, mismatch, shownRange } from './bounds';
import { presence, presentCount } from './column-map';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnKwargs, flag } from './kwargs';

export const expectColumnMeanToBeBetween = defineExpectation({
  type: 'expect_column_mean_to_be_between',
  kwargs: columnKwargs({
    min_value: boundSchema,
    max_value: boundSchema,
    strict_min: flag,
    strict_max: flag,
  }),
  plan: (kwargs, { table }) => {
    const column = findColumn(table, kwargs.column);
    const mean = meanOf(column);
    const refused = mismatch(column, kwargs);
    return {
      columns: [column],
      expressions: [presentCount(column), mean ?? 'NULL'],
      verdict: (figures) => {
        const value = mean === undefined ? null : figures.number(mean);
        const none = presence(figures, column).present === 0 || Number.isNaN(value);
        if (none) return { success: false, result: { observed_value: null } };
        if (value === null) {
          throw new ExpectationError(
            `column ${shown(column.name)} is of type ${column.sqlType}, which has no mean`,
          );
        }
        if (refused !== undefined) throw new ExpectationError(refused);
        return { success: isWithin(value, kwargs), result: { observed_value: observedMean(value, column) } };
      },
    };
  },
  tell: (kwargs, { observed_value: observed }) => ({
    expected: `the mean of ${shown(kwargs.column)} lies ${shownRange(kwargs)}`,
    found:
      observed === null || observed === undefined
        ? 'there is no value to take a mean of'
        : `it is ${typeof observed === 'number' ? Number(observed.toPrecision(6)) : shown(observed)}`,
    fix: 'find out what shifted the values (a unit, a source, a default), or move the range',
  }),
});

/** An aggregate: the mean of the values, of times in milliseconds since 1970; undefined where there is none. */
function meanOf(column: Column): string | undefined {
  const value = valueOf(column);
  if (column.family === 'timestamp' || column.family === 'timestamptz')
    return `avg(epoch_us(${value})) / 1000`;
  if (!isNumeric(column.family) && column.family !== 'empty') return undefined;
  // Compensated summation, as the order in which threads finish shows in the last digits of a plain sum; it has no
  // answer for infinities.
  const double = doubleOf(column);
  return column.family === 'float'
    ? `CASE WHEN bool_or(isinf(${value})) THEN avg(${double}) ELSE favg(${double}) END`
    : `favg(${double})`;
}

function observedMean(value: number, { family }: Column): Json {
  if (!Number.isFinite(value) || (family !== 'timestamp' && family !== 'timestamptz'))
    return jsonNumber(value);
  const text = new Date(value).toISOString().replace(/(\.000)?Z$/, '');
  return family === 'timestamp' ? text : `${text}+00:00`;
}
