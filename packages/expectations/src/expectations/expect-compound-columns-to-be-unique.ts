import { valueOf } from '../table/column';
import { quotedList } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { recordKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { rowsPlan } from './rows-plan';

/** Every row whose values another row has too is unexpected, the first one included; two missing values are equal. */
export const expectCompoundColumnsToBeUnique = defineExpectation({
  type: 'expect_compound_columns_to_be_unique',
  kwargs: recordKwargs({}),
  plan: ({ column_list, ignore_row_if: ignoreRowIf, mostly }, { table, sql }) => {
    const columns = column_list.map((name) => findColumn(table, name));
    const key = [...new Set(columns.map(valueOf))].join(', ');
    return rowsPlan({
      columns,
      sql,
      ignoreRowIf,
      mostly,
      derived: { d0: `count(*) OVER (PARTITION BY ${key})` },
      condition: 'd0 > 1',
      // Counting groups takes less memory than a window over all rows, which only examples need.
      count: (rows) =>
        `SELECT coalesce(sum(times), 0) AS n FROM (SELECT count(*) AS times FROM ${rows} AS r GROUP BY ${key} HAVING count(*) > 1) AS g`,
    });
  },
  tell: ({ column_list, mostly }, result) => ({
    expected: `the values of ${quotedList(column_list)} together occur once`,
    found: rowsFinding(result, mostly),
    fix: `drop the repeated rows, or find out what repeats them (a join, an append)${rowsProposal(result)}`,
  }),
});
