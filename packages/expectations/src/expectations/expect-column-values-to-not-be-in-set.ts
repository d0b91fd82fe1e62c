import { valueOf } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mapPlan, mostlyProposal } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { listed, membership, valueSetSchema } from './set-membership';

export const expectColumnValuesToNotBeInSet = defineExpectation({
  type: 'expect_column_values_to_not_be_in_set',
  kwargs: columnMapKwargs({ value_set: valueSetSchema }),
  plan: ({ column: name, value_set: set, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    const { condition } = membership(column, set, sql, { each: true });
    return mapPlan({ column, sql, mostly, condition: `${valueOf(column)} IS NOT NULL AND ${condition}` });
  },
  tell: ({ column, value_set: set, mostly }, result) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    return {
      expected: `no value of ${shown(column)} is one of ${listed(set)}`,
      found: mapFinding(result, mostly),
      fix: `correct or drop these rows, or take the values out of value_set${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
    };
  },
});
