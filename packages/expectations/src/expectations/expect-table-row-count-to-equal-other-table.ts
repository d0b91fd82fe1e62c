import * as z from 'zod';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

const NAME = 'expected the name of another table of the run';

/** A row condition restricts the rows of the table itself; of the other one all rows are counted. */
export const expectTableRowCountToEqualOtherTable = defineExpectation({
  type: 'expect_table_row_count_to_equal_other_table',
  kwargs: tableKwargs({ other_table_name: z.string({ error: NAME }).min(1, NAME) }),
  plan: ({ other_table_name: name }, context) => {
    const other = context.other(name);
    return {
      columns: [],
      expressions: [],
      second: () => [{ columns: [], of: other, sql: (rows) => `SELECT count(*) AS n FROM ${rows} AS r` }],
      verdict: ({ rows }, answers) => {
        const others = Number(answers.rows(0)[0]?.['n']);
        return { success: rows === others, result: { observed_value: { self: rows, other: others } } };
      },
    };
  },
  tell: ({ other_table_name: name }, { observed_value: observed }) => {
    const { self, other } = Object(observed);
    return {
      expected: `the table has as many rows as ${shown(name)}`,
      found: `it has ${String(self)}, ${shown(name)} has ${String(other)}`,
      fix: 'find out which rows were lost or added between the two (a join, a filter, a load that ended early)',
    };
  },
});
