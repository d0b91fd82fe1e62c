import type { PlanContext, RowFilter } from './expectations/define';
import type { JsonObject } from './json';
import { conditionSql } from './suite/row-condition/condition-sql';
import { parseRowCondition } from './suite/row-condition/parse-row-condition';

/**
 * The rows that an expectation is about, by its `row_condition`; undefined for all.
 * @throws ExpectationError for a condition that cannot be read, or names no column of the data
 */
export function rowFilterOf(
  { row_condition: condition, condition_parser: parser }: JsonObject,
  { table, sql }: PlanContext,
): RowFilter | undefined {
  const parsed = parseRowCondition(condition, parser);
  return parsed && conditionSql(parsed, { columns: table.columns, sql });
}
