import { shown } from '../wording';
import { presentCount } from './column-map';
import { comparable, ordered } from './compare-columns';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { flag } from './kwargs';
import { pairKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { pairPlan } from './rows-plan';

/** A row in which a value is missing, and that is not left out, is unexpected. */
export const expectColumnPairValuesAToBeGreaterThanB = defineExpectation({
  type: 'expect_column_pair_values_a_to_be_greater_than_b',
  kwargs: pairKwargs({ or_equal: flag }),
  plan: ({ column_A, column_B, or_equal, ignore_row_if: ignoreRowIf, mostly }, { table, sql }) => {
    const a = findColumn(table, column_A);
    const b = findColumn(table, column_B);
    const pair = ordered(a, b) ? comparable(a, b, sql) : undefined;
    const greater = pair ? `((${pair.a} ${or_equal ? '>=' : '>'} ${pair.b}) IS TRUE)` : 'false';
    const plan = pairPlan({ a, b, sql, ignoreRowIf, mostly, condition: `NOT ${greater}` });
    if (pair) return plan;
    return {
      ...plan,
      expressions: [...plan.expressions, presentCount(a), presentCount(b)],
      verdict: (figures, answers) => {
        if (figures.count(presentCount(a)) > 0 && figures.count(presentCount(b)) > 0) {
          throw new ExpectationError(
            `column ${shown(a.name)} is of type ${a.sqlType} and column ${shown(b.name)} of type ${b.sqlType}: their values have no order`,
          );
        }
        return plan.verdict(figures, answers);
      },
    };
  },
  tell: ({ column_A, column_B, or_equal, mostly }, result) => ({
    expected: `${shown(column_A)} is ${or_equal ? 'at or above' : 'above'} ${shown(column_B)} in every row`,
    found: rowsFinding(result, mostly),
    fix: `correct or drop these rows, or set ignore_row_if where a value may be missing${rowsProposal(result)}`,
  }),
});
