import type { Dialect } from '../../engine/dialect';
import { ExpectationError, MissingColumnError } from '../../expectations/expectation-error';
import { findColumn } from '../../expectations/find-column';
import { valueOf, type Column } from '../../table/column';
import { nearNames, shown } from '../../wording';
import { arithmeticSql } from './arithmetic-sql';
import { comparedColumns, comparedWithLiteral } from './compared-sql';
import { isLiteral, type ComparisonOperator, type Condition, type Operand } from './condition';
import { amongSql } from './among-sql';
import { conditionSqlText, type ConditionSql } from './sql-syntax';
import type { Value } from './value';

/**
 * A condition as SQL over `valueOf` its columns that is true or false for every row, never NULL. A comparison with a
 * missing value is false, and `!=`, `not in` and `not (...)` keep missing values, as in pandas. Values that Python
 * cannot order are refused; those that it takes for unequal are unequal.
 * @throws ExpectationError where a column is missing or values cannot be compared
 */
export function conditionSql(
  condition: Condition,
  { columns, sql }: { columns: readonly Column[]; sql: Dialect },
): ConditionSql {
  const writer = new ConditionWriter(columns, sql);
  const text = writer.condition(condition);
  return { sql: text, columns: [...writer.used.values()] };
}

const FLIPPED: Record<ComparisonOperator, ComparisonOperator> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

class ConditionWriter {
  readonly used = new Map<number, Column>();

  constructor(
    private readonly columns: readonly Column[],
    private readonly sql: Dialect,
  ) {}

  condition(condition: Condition): string {
    switch (condition.kind) {
      case 'and':
      case 'or': {
        const parts = condition.conditions.map((inner) => this.condition(inner));
        return `(${parts.join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
      }
      case 'not':
        return `(NOT ${this.condition(condition.condition)})`;
      case 'null': {
        const { sql } = this.value(condition.operand);
        return `(${sql} IS ${condition.negated ? 'NOT ' : ''}NULL)`;
      }
      case 'truth':
        return this.truth(condition.operand);
      case 'in': {
        const among = amongSql(this.value(condition.operand), condition.values, this.sql);
        return condition.negated ? `(NOT ${among})` : among;
      }
      case 'compare':
        return this.comparison(condition);
      case 'sql': {
        const { sql, columns } = conditionSqlText(condition.text, this.columns);
        for (const column of columns) this.used.set(column.index, column);
        return `coalesce((${sql}), false)`;
      }
    }
  }

  private truth(operand: Operand): string {
    if (operand.kind === 'boolean') return String(operand.value);
    const value = this.value(operand);
    if (value.family === 'boolean') return `coalesce(${value.sql}, false)`;
    if (value.family === 'empty') return 'false';
    throw new ExpectationError(
      `row_condition: ${value.shown} is not true or false: compare it with something`,
    );
  }

  private comparison({ left, operator, right }: Condition & { kind: 'compare' }): string {
    if (isLiteral(right)) return comparedWithLiteral(this.value(left), operator, right, this.sql);
    if (isLiteral(left)) return comparedWithLiteral(this.value(right), FLIPPED[operator], left, this.sql);
    return comparedColumns(this.value(left), operator, this.value(right), this.sql);
  }

  private value(operand: Operand): Value {
    if (operand.kind === 'column') {
      const column = this.column(operand.name);
      this.used.set(column.index, column);
      return {
        family: column.family,
        sqlType: column.sqlType,
        sql: column.family === 'empty' ? 'NULL' : valueOf(column),
        shown: `column ${shown(column.name)} (${column.sqlType})`,
      };
    }
    return arithmeticSql(operand, (inner) => this.value(inner), this.sql);
  }

  /** The column of exactly this name: pandas, unlike an argument `column`, tells upper from lower case here. */
  private column(name: string): Column {
    const column = findColumn({ columns: this.columns }, name);
    if (column.name === name) return column;
    throw new MissingColumnError(
      `the data has no column ${shown(name)}; did you mean ${shown(column.name)}?`,
      name,
      nearNames(name, [column.name]),
    );
  }
}
