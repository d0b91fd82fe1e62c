import { valueOf } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mapPlan, mostlyProposal } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { listed, membership, strangerDetails, strangersNote, valueSetSchema } from './set-membership';

export const expectColumnValuesToBeInSet = defineExpectation({
  type: 'expect_column_values_to_be_in_set',
  kwargs: columnMapKwargs({ value_set: valueSetSchema }),
  plan: ({ column: name, value_set: set, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    const { condition, strangers } = membership(column, set, sql);
    const plan = mapPlan({
      column,
      sql,
      mostly,
      condition: `${valueOf(column)} IS NOT NULL AND NOT ${condition}`,
    });
    return {
      ...plan,
      verdict: (figures, answers) => {
        const { success, result } = plan.verdict(figures, answers);
        const foreign = !success && strangers.length > 0;
        return {
          success,
          result: foreign ? { ...result, details: strangerDetails(column, strangers) } : result,
        };
      },
    };
  },
  tell: ({ column, value_set: set, mostly }, { details = {}, ...result }) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    return {
      expected: `every value of ${shown(column)} is one of ${listed(set)}`,
      found: mapFinding(result, mostly),
      fix: `correct or drop these rows, or add the values to value_set${mostlyProposal(rows - missing - unexpected, rows - missing)}${strangersNote(details)}`,
    };
  },
});
