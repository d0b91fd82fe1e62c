/** Which rows an expectation is about: one shape for every way of writing a `row_condition`. */
export type Condition =
  | { kind: 'and' | 'or'; conditions: readonly Condition[] }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; operator: ComparisonOperator; left: Operand; right: Operand; at: number }
  | { kind: 'in'; operand: Operand; values: readonly Literal[]; negated: boolean; at: number }
  | { kind: 'null'; operand: Operand; negated: boolean }
  /** A column of booleans, or a constant. */
  | { kind: 'truth'; operand: Operand; at: number }
  /** SQL as it was written; the names in it are looked up when the columns are known. */
  | { kind: 'sql'; text: string };

export const COMPARISON_OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number];

export const ARITHMETIC_OPERATORS = ['**', '//', '+', '-', '*', '/', '%'] as const;
export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];

/** `at` is a 0-based place in the text; forms without a text have 0. */
export type Operand =
  | { kind: 'column'; name: string; at: number }
  | Literal
  | { kind: 'arithmetic'; operator: ArithmeticOperator; left: Operand; right: Operand; at: number }
  | { kind: 'negative'; operand: Operand; at: number };

export type Literal =
  /** `text` is an integer of any size or a double, as SQL and JavaScript both read it. */
  | { kind: 'number'; text: string; at: number }
  | { kind: 'text'; value: string; at: number }
  | { kind: 'boolean'; value: boolean; at: number }
  | { kind: 'missing'; at: number };

export function isLiteral(operand: Operand): operand is Literal {
  return (
    operand.kind === 'number' ||
    operand.kind === 'text' ||
    operand.kind === 'boolean' ||
    operand.kind === 'missing'
  );
}
