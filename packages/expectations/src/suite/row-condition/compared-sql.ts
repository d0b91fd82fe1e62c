import type { Dialect } from '../../engine/dialect';
import { readBound } from '../../expectations/bounds';
import { ExpectationError } from '../../expectations/expectation-error';
import { shown } from '../../wording';
import type { ComparisonOperator, Literal } from './condition';
import { asDouble, isMoment, isNumber, type Value } from './value';

const SQL_OPERATOR: Record<ComparisonOperator, string> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** A comparison that is false where a side is missing, and true for `!=`. */
function comparison(left: string, operator: ComparisonOperator, right: string): string {
  return `coalesce(${left} ${SQL_OPERATOR[operator]} ${right}, ${operator === '!='})`;
}

/** What is never equal: all rows for `!=`, none for `==`. */
function unequal(operator: ComparisonOperator): string {
  return String(operator === '!=');
}

function isEquality(operator: ComparisonOperator): boolean {
  return operator === '==' || operator === '!=';
}

/** @throws ExpectationError where Python cannot order the two */
export function comparedWithLiteral(
  value: Value,
  operator: ComparisonOperator,
  literal: Literal,
  dialect: Dialect,
): string {
  if (literal.kind === 'missing' || value.family === 'empty') return unequal(operator);
  refuseNumbersForTimes(value, literal);
  const equal = equalSql(value, literal, dialect);
  if (isEquality(operator)) {
    if (!equal) return unequal(operator);
    const { left, right } = equal;
    const [only] = right;
    if (right.length === 1 && only !== undefined) return comparison(left, operator, only);
    const among = `coalesce(${left} IN (${right.join(', ')}), false)`;
    return operator === '==' ? among : `(NOT ${among})`;
  }
  const ordered = equal && !(value.family === 'text' && literal.kind !== 'text') ? equal.right[0] : undefined;
  if (!equal || ordered === undefined)
    return refuse(value, operator, literalText(literal), hintFor(value, literal));
  return comparison(equal.left, operator, ordered);
}

/** @throws ExpectationError where Python cannot order the two */
export function comparedColumns(
  left: Value,
  operator: ComparisonOperator,
  right: Value,
  dialect: Dialect,
): string {
  if (left.family === 'empty' || right.family === 'empty') return unequal(operator);
  if (left.family === 'integer' && right.family === 'integer')
    return comparison(left.sql, operator, right.sql);
  if (isNumber(left) && isNumber(right))
    return comparison(asDouble(left, dialect), operator, asDouble(right, dialect));
  if (isMoment(left) && isMoment(right))
    return comparison(dialect.toTimestamp(left.sql), operator, dialect.toTimestamp(right.sql));
  if (left.family === right.family) return comparison(left.sql, operator, right.sql);
  return isEquality(operator) ? unequal(operator) : refuse(left, operator, right.shown);
}

/**
 * When a value equals a constant: where `left` is one of `right`. Undefined where the two are never equal.
 * A constant that is compared by order is the first of `right`.
 */
export function equalSql(
  value: Value,
  literal: Literal,
  dialect: Dialect,
): { left: string; right: string[] } | undefined {
  if (literal.kind === 'missing') return undefined;
  if (isNumber(value)) return equalNumber(value, literal, dialect);
  if (value.family === 'text') return equalText(value, literal, dialect);
  if (literal.kind !== 'text') return undefined;
  if (value.family === 'time') return equalTime(value, literal.value, dialect);
  const bound = readBound(literal.value);
  if (!bound || bound.kind === 'number') return undefined;
  const text = dialect.text(bound.text);
  if (value.family === 'timestamptz')
    return bound.kind === 'timestamptz'
      ? { left: value.sql, right: [dialect.toTimestamptz(text)] }
      : undefined;
  if (!isMoment(value) || bound.kind === 'timestamptz') return undefined;
  if (value.family === 'date' && bound.kind === 'date')
    return { left: value.sql, right: [dialect.toDate(text)] };
  return { left: dialect.toTimestamp(value.sql), right: [dialect.toTimestamp(text)] };
}

function equalNumber(value: Value, literal: Literal, dialect: Dialect): ReturnType<typeof equalSql> {
  if (literal.kind !== 'number' && literal.kind !== 'boolean') return undefined;
  const text = literal.kind === 'number' ? literal.text : String(Number(literal.value));
  // Integers are compared as such: a double holds them up to 2^53 only.
  if (value.family === 'integer' && /^-?\d{1,30}$/.test(text)) return { left: value.sql, right: [text] };
  return { left: asDouble(value, dialect), right: [dialect.double(Number(text))] };
}

/** A column of texts may be one of mixed values, which stand in a file as text: a number is found as Python prints it. */
function equalText(value: Value, literal: Literal, dialect: Dialect): ReturnType<typeof equalSql> {
  if (literal.kind === 'text') return { left: value.sql, right: [dialect.text(literal.value)] };
  if (literal.kind !== 'number') return undefined;
  const number = Number(literal.text);
  const plain = /^-?\d+$/.test(literal.text) ? literal.text : String(number);
  const spellings = Number.isInteger(number) ? [plain, `${plain}.0`] : [plain];
  return { left: value.sql, right: spellings.map((spelling) => dialect.text(spelling)) };
}

function equalTime(value: Value, text: string, dialect: Dialect): ReturnType<typeof equalSql> {
  if (!value.sqlType.toUpperCase().startsWith('TIME')) return undefined;
  if (!/^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(text)) return undefined;
  return { left: value.sql, right: [`CAST(${dialect.text(text)} AS TIME)`] };
}

/** pandas reads a number that is compared with times as a date, which it is not. */
function refuseNumbersForTimes(value: Value, literal: Literal): void {
  if (literal.kind !== 'number') return;
  if (isMoment(value) || value.family === 'timestamptz')
    throw new ExpectationError(
      `row_condition: ${value.shown} holds times, which cannot be compared with the number ${literal.text}: write "2024-01-31"`,
    );
}

function refuse(left: Value, operator: ComparisonOperator, right: string, hint = ''): never {
  throw new ExpectationError(
    `row_condition: ${left.shown} cannot be compared by ${operator} with ${right}${hint}`,
  );
}

function literalText(literal: Literal): string {
  switch (literal.kind) {
    case 'number':
      return literal.text;
    case 'text':
      return shown(literal.value);
    case 'boolean':
      return literal.value ? 'True' : 'False';
    case 'missing':
      return 'None';
  }
}

function hintFor(value: Value, literal: Literal): string {
  if (literal.kind === 'text') {
    if (isNumber(value)) return ': write a number without quotes';
    if (value.family === 'timestamptz') return ': write a time with its zone, "2024-01-31T00:00:00+00:00"';
    if (isMoment(value))
      return ': write a date or a time without a zone, "2024-01-31" or "2024-01-31T00:00:00"';
    if (value.family === 'time') return ': write "13:45" or "13:45:00"';
  }
  return value.family === 'text' && literal.kind === 'number' ? ': write a text in quotes' : '';
}
