import { shown } from '../wording';
import { equalValues } from './compare-columns';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { pairKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { pairPlan } from './rows-plan';

export const expectColumnPairValuesToBeEqual = defineExpectation({
  type: 'expect_column_pair_values_to_be_equal',
  kwargs: pairKwargs({}),
  plan: ({ column_A, column_B, ignore_row_if: ignoreRowIf, mostly }, { table, sql }) => {
    const a = findColumn(table, column_A);
    const b = findColumn(table, column_B);
    return pairPlan({ a, b, sql, ignoreRowIf, mostly, condition: `NOT ${equalValues(a, b, sql)}` });
  },
  tell: ({ column_A, column_B, mostly }, result) => ({
    expected: `${shown(column_A)} equals ${shown(column_B)} in every row`,
    found: rowsFinding(result, mostly),
    fix: `correct or drop these rows, or set ignore_row_if where a value may be missing${rowsProposal(result)}`,
  }),
});
