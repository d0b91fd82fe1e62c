import { valueOf } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mapPlan, mostlyProposal } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';

/** Every row whose value another row has too is unexpected, the first one included. */
export const expectColumnValuesToBeUnique = defineExpectation({
  type: 'expect_column_values_to_be_unique',
  kwargs: columnMapKwargs({}),
  plan: ({ column: name, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    const value = valueOf(column);
    const repeated = (rows: string) =>
      `SELECT ${value}, count(*) AS times FROM ${rows} AS r WHERE ${value} IS NOT NULL GROUP BY ${value} HAVING count(*) > 1`;
    return mapPlan({
      column,
      sql,
      mostly,
      condition: (rows) => `${value} IN (SELECT ${value} FROM (${repeated(rows)}) AS g)`,
      // Hashing each value is cheaper than looking each one up.
      count: (rows) => `SELECT coalesce(sum(times), 0) AS n FROM (${repeated(rows)}) AS g`,
    });
  },
  tell: ({ column, mostly }, result) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    return {
      expected: `every value of ${shown(column)} occurs once`,
      found: mapFinding(result, mostly),
      fix: `drop the repeated rows, or find out what repeats them (a join, an append)${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
    };
  },
});
