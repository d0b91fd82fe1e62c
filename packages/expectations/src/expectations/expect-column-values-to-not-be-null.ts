import { valueOf } from '../table/column';
import { ofRows, percent, shown } from '../wording';
import { mostlyProposal, presence, presentCount } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';

export const expectColumnValuesToNotBeNull = defineExpectation({
  type: 'expect_column_values_to_not_be_null',
  kwargs: columnMapKwargs({}),
  plan: ({ column: name, mostly }, { table }) => {
    const column = findColumn(table, name);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      unexpected: { columns: [column], condition: `${valueOf(column)} IS NULL` },
      verdict: (figures) => {
        const { rows, present } = presence(figures, column);
        return {
          success: rows === 0 || present / rows >= mostly,
          result: {
            element_count: rows,
            unexpected_count: rows - present,
            unexpected_percent: rows > 0 ? ((rows - present) / rows) * 100 : null,
          },
        };
      },
    };
  },
  tell: ({ column, mostly }, { element_count: rows = 0, unexpected_count: missing = 0 }) => {
    const allowed = mostly < 1 ? `, at most ${percent(1 - mostly)} may` : '';
    return {
      expected: `every row has a value of ${shown(column)}`,
      found: `${ofRows(missing, rows)} ${missing === 1 ? 'has' : 'have'} none (${percent(missing, Math.max(1, rows))}${allowed})`,
      fix: `fill or drop these rows${mostlyProposal(rows - missing, rows)}`,
    };
  },
});
