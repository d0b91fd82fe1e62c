import * as z from 'zod';
import { conditionSqlText, type ConditionSql } from '../suite/row-condition/sql-syntax';
import { valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mapPlan, mostlyProposal } from './column-map';
import { defineExpectation } from './define';
import { ExpectationError, MissingColumnError } from './expectation-error';
import { findColumn } from './find-column';
import { columnName, rowsKwargs } from './kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { rowsPlan } from './rows-plan';
import { readSql, refuseReaders } from './sql-text';

const EXPECTED = 'expected a condition in SQL, as: age >= 18 OR guardian IS NOT NULL';

/**
 * A condition in the SQL of the data's engine that has to be true in every row; where it is neither true nor false, as
 * with a missing value, it is not met. With `column`, rows without a value of it are not looked at. The condition is one
 * expression over the row's values: it can neither query nor read anything else.
 */
export const expectColumnValuesToSatisfySql = defineExpectation({
  type: 'expect_column_values_to_satisfy_sql',
  kwargs: rowsKwargs({
    column: z.union([columnName, z.null()]).optional(),
    sql: z.string({ error: EXPECTED }).min(1, EXPECTED),
  }),
  plan: ({ column: name, sql: text, mostly }, { table, sql }) => {
    const { sql: read, bare } = readSql(text, 'sql');
    refuseReaders(bare, 'sql');
    const condition = conditionOf(read, table.columns);
    const unexpected = `((${condition.sql}) IS NOT TRUE)`;
    if (name) {
      const column = findColumn(table, name);
      const further = condition.columns.filter(({ index }) => index !== column.index);
      return mapPlan({
        column,
        sql,
        further,
        mostly,
        condition: `(${valueOf(column)} IS NOT NULL AND ${unexpected})`,
      });
    }
    if (condition.columns.length === 0) throw new ExpectationError('sql: it names no column of the data');
    return rowsPlan({ columns: condition.columns, sql, ignoreRowIf: 'never', mostly, condition: unexpected });
  },
  tell: ({ column, sql, mostly }, result) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    return {
      expected: `${column ? `every value of ${shown(column)}` : 'every row'} satisfies ${sql.trim()}`,
      found: column ? mapFinding(result, mostly) : rowsFinding(result, mostly),
      fix: `correct or drop these rows${column ? mostlyProposal(rows - missing - unexpected, rows - missing) : rowsProposal(result)}`,
    };
  },
});

function conditionOf(text: string, columns: readonly Column[]): ConditionSql {
  try {
    return conditionSqlText(text, columns);
  } catch (error) {
    if (!(error instanceof ExpectationError) || error instanceof MissingColumnError) throw error;
    throw new ExpectationError(error.message.replace(/^row_condition/, 'sql'));
  }
}
