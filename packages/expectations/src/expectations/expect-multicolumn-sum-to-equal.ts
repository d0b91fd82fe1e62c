import type { Dialect } from '../engine/dialect';
import { isNumeric, valueOf, type Column } from '../table/column';
import { quotedList, shown } from '../wording';
import { presentCount } from './column-map';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { numberArgument } from './number-argument';
import { numberOf } from './numeric-value';
import { recordKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { rowsPlan } from './rows-plan';

/** A row in which a value is missing, and that is not left out, has no sum and is unexpected. */
export const expectMulticolumnSumToEqual = defineExpectation({
  type: 'expect_multicolumn_sum_to_equal',
  kwargs: recordKwargs({
    sum_total: numberArgument('expected a number'),
  }),
  plan: ({ column_list, sum_total: total, ignore_row_if: ignoreRowIf, mostly }, { table, sql }) => {
    const columns = column_list.map((name) => findColumn(table, name));
    const strangers = columns.filter(({ family }) => !isNumeric(family));
    const equal =
      strangers.length === 0 ? `((${sumOf(columns, sql)} = ${sql.double(total)}) IS TRUE)` : 'false';
    const plan = rowsPlan({ columns, sql, ignoreRowIf, mostly, condition: `NOT ${equal}` });
    return {
      ...plan,
      expressions: [...plan.expressions, ...strangers.map(presentCount)],
      verdict: (figures, answers) => {
        const stranger = strangers.find((column) => figures.count(presentCount(column)) > 0);
        if (stranger) {
          throw new ExpectationError(
            `column ${shown(stranger.name)} is of type ${stranger.sqlType}, whose values cannot be added up`,
          );
        }
        return plan.verdict(figures, answers);
      },
    };
  },
  tell: ({ column_list, sum_total, mostly }, result) => ({
    expected: `${quotedList(column_list)} add up to ${sum_total} in every row`,
    found: rowsFinding(result, mostly),
    fix: `correct or drop these rows, or set ignore_row_if where a value may be missing${rowsProposal(result)}`,
  }),
});

/** In doubles from the first column to the last, as pandas adds; decimals are added exactly. */
function sumOf(columns: readonly Column[], sql: Dialect): string {
  return columns.every(({ family }) => family === 'decimal')
    ? sql.toDouble(columns.map(valueOf).join(' + '))
    : columns.map((column) => numberOf(column, sql)).join(' + ');
}
