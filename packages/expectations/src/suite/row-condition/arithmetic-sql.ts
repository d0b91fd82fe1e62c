import type { Dialect } from '../../engine/dialect';
import { ExpectationError } from '../../expectations/expectation-error';
import { isNumeric } from '../../table/column';
import type { Operand } from './condition';
import { asDouble, type Value } from './value';

/**
 * A calculation with IEEE doubles; `//` and `%` round towards minus infinity, as in Python.
 * @param valueOf the value of a column
 * @throws ExpectationError for what is no number
 */
export function arithmeticSql(
  operand: Operand,
  valueOf: (operand: Operand) => Value,
  dialect: Dialect,
): Value {
  const number = (inner: Operand): string => {
    if (inner.kind === 'number') return dialect.double(Number(inner.text));
    const value = inner.kind === 'column' ? valueOf(inner) : arithmeticSql(inner, valueOf, dialect);
    if (value.family === 'empty') return dialect.toDouble('NULL');
    if (!isNumeric(value.family))
      throw new ExpectationError(
        `row_condition: ${value.shown} is no number, so nothing can be reckoned with it`,
      );
    return asDouble(value, dialect);
  };
  const double = (sql: string): Value => ({
    family: 'float',
    sqlType: 'DOUBLE',
    sql,
    shown: 'the calculation',
  });
  if (operand.kind === 'negative') return double(`(-${number(operand.operand)})`);
  if (operand.kind === 'number') return double(number(operand));
  if (operand.kind !== 'arithmetic')
    throw new ExpectationError(
      'row_condition: a calculation needs numbers, and no text, True, False or None',
    );
  const left = number(operand.left);
  const right = number(operand.right);
  switch (operand.operator) {
    case '**':
      return double(`power(${left}, ${right})`);
    case '//':
      // Infinity has no whole part: NaN in Python, which is a missing value.
      return double(`CASE WHEN NOT ${dialect.isInfinite(left)} THEN floor(${left} / ${right}) END`);
    case '%':
      return double(`(${left} - ${right} * floor(${left} / ${right}))`);
    default:
      return double(`(${left} ${operand.operator} ${right})`);
  }
}
