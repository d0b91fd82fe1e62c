import { quotedList } from '../wording';
import { bothMissing, equalValues } from './compare-columns';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { recordKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { rowsPlan } from './rows-plan';

/** Two missing values are equal, a missing one and a value are not. */
export const expectMulticolumnValuesToBeEqual = defineExpectation({
  type: 'expect_multicolumn_values_to_be_equal',
  kwargs: recordKwargs({}),
  plan: ({ column_list, ignore_row_if: ignoreRowIf, mostly }, { table, sql }) => {
    const columns = column_list.map((name) => findColumn(table, name));
    const [first, ...others] = columns;
    const equal = first
      ? others.map((column) => `(${equalValues(first, column, sql)} OR ${bothMissing(first, column)})`)
      : [];
    return rowsPlan({ columns, sql, ignoreRowIf, mostly, condition: `NOT (${equal.join(' AND ')})` });
  },
  tell: ({ column_list, mostly }, result) => ({
    expected: `${quotedList(column_list)} are equal in every row`,
    found: rowsFinding(result, mostly),
    fix: `correct or drop these rows, or set ignore_row_if where a value may be missing${rowsProposal(result)}`,
  }),
});
