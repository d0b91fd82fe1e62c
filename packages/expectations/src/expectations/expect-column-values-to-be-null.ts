import { valueOf } from '../table/column';
import { ofRows, percent, shown } from '../wording';
import { mostlyProposal, presence, presentCount } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';

export const expectColumnValuesToBeNull = defineExpectation({
  type: 'expect_column_values_to_be_null',
  kwargs: columnMapKwargs({}),
  plan: ({ column: name, mostly }, { table }) => {
    const column = findColumn(table, name);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      unexpected: { columns: [column], condition: `${valueOf(column)} IS NOT NULL` },
      verdict: (figures) => {
        const { rows, present } = presence(figures, column);
        return {
          success: rows === 0 || (rows - present) / rows >= mostly,
          result: {
            element_count: rows,
            unexpected_count: present,
            unexpected_percent: rows > 0 ? (present / rows) * 100 : null,
          },
        };
      },
    };
  },
  tell: ({ column, mostly }, { element_count: rows = 0, unexpected_count: present = 0 }) => {
    const allowed = mostly < 1 ? `, at most ${percent(1 - mostly)} may` : '';
    return {
      expected: `no row has a value of ${shown(column)}`,
      found: `${ofRows(present, rows)} ${present === 1 ? 'has' : 'have'} one (${percent(present, Math.max(1, rows))}${allowed})`,
      fix: `find out what fills these rows, or drop them${mostlyProposal(rows - present, rows)}`,
    };
  },
});
