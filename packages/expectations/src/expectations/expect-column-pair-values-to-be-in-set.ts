import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import { valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { pairKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { pairPlan } from './rows-plan';
import { listed, membership, type Member } from './set-membership';

const EXPECTED = 'expected a list of pairs, as [["a", 1], ["b", null]]';
const member = z.union([z.string(), z.number(), z.boolean(), z.null()], { error: EXPECTED });

/** Members equal values as in expect_column_values_to_be_in_set; null stands for a missing value. */
export const expectColumnPairValuesToBeInSet = defineExpectation({
  type: 'expect_column_pair_values_to_be_in_set',
  kwargs: pairKwargs({
    value_pairs_set: z.array(z.tuple([member, member], { error: EXPECTED }), { error: EXPECTED }),
  }),
  plan: (
    { column_A, column_B, value_pairs_set: pairs, ignore_row_if: ignoreRowIf, mostly },
    { table, sql },
  ) => {
    const a = findColumn(table, column_A);
    const b = findColumn(table, column_B);
    const seconds = new Map<Member | null, (Member | null)[]>();
    for (const [first, second] of pairs) seconds.set(first, [...(seconds.get(first) ?? []), second]);
    const parts = [...seconds].map(([first, set]) => `(${oneOf(a, [first], sql)} AND ${oneOf(b, set, sql)})`);
    const within = parts.length === 0 ? 'false' : `((${parts.join(' OR ')}) IS TRUE)`;
    return pairPlan({ a, b, sql, ignoreRowIf, mostly, condition: `NOT ${within}` });
  },
  tell: ({ column_A, column_B, value_pairs_set: pairs, mostly }, result) => ({
    expected: `${shown(column_A)} and ${shown(column_B)} are one of the pairs ${listed(pairs)} in every row`,
    found: rowsFinding(result, mostly),
    fix: `correct or drop these rows, or add the pairs to value_pairs_set${rowsProposal(result)}`,
  }),
});

function oneOf(column: Column, set: readonly (Member | null)[], sql: Dialect): string {
  const { condition } = membership(
    column,
    set.filter((each) => each !== null),
    sql,
  );
  return set.includes(null) ? `(${valueOf(column)} IS NULL OR ${condition})` : condition;
}
