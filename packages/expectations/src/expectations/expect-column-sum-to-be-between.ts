import type { Dialect } from '../engine/dialect';
import { isNumeric, valueOf, type Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import type { Figures } from '../table/table';
import { shown } from '../wording';
import { isWithin, mismatch } from './bounds';
import { presence, presentCount } from './column-map';
import { isTime, statisticKwargs, tellStatistic } from './column-statistic';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { numberOf } from './numeric-value';
import { settledSum } from './sum-of-doubles';

/** Over nothing the sum is 0, and 0 is compared. */
export const expectColumnSumToBeBetween = defineExpectation({
  type: 'expect_column_sum_to_be_between',
  kwargs: statisticKwargs,
  plan: (kwargs, { table, sql }) => {
    const column = findColumn(table, kwargs.column);
    const calls = isNumeric(column.family) ? callsOf(column, sql) : [];
    return {
      columns: [column],
      expressions: [presentCount(column), ...calls],
      verdict: (figures) => {
        const { present } = presence(figures, column);
        if (isTime(column) || (present > 0 && calls.length === 0)) {
          throw new ExpectationError(
            `column ${shown(column.name)} is of type ${column.sqlType}, whose values cannot be added`,
          );
        }
        const value = present === 0 ? 0 : sumOf(figures, calls);
        if (Number.isNaN(value)) return { success: false, result: { observed_value: null } };
        const refused = mismatch({ ...column, family: 'float' }, kwargs);
        if (refused !== undefined) throw new ExpectationError(refused);
        return { success: isWithin(value, kwargs), result: { observed_value: jsonNumber(value) } };
      },
    };
  },
  tell: (kwargs, result) =>
    tellStatistic(kwargs, result, {
      noun: 'sum',
      none: 'there is none: the values hold infinities of both signs',
      fix: 'find out which rows were lost, added or counted twice, or move the range',
    }),
});

/** Whole numbers are added exactly. */
function callsOf(column: Column, sql: Dialect): string[] {
  const value = valueOf(column);
  switch (column.family) {
    case 'integer':
      return [`sum(${value})`];
    case 'boolean':
      return [sql.countIf(value)];
    case 'float':
      return [sql.sum(numberOf(column, sql)), `min(${value})`, `max(${value})`];
    default:
      return [sql.sum(numberOf(column, sql))];
  }
}

function sumOf(figures: Figures, [sum = '', min, max]: readonly string[]): number {
  const plain = figures.number(sum);
  const settled =
    min === undefined || max === undefined
      ? plain
      : settledSum(plain, figures.number(min), figures.number(max));
  return settled ?? 0;
}
