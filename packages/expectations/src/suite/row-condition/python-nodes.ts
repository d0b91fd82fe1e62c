import { isLiteral, type ComparisonOperator, type Condition, type Literal, type Operand } from './condition';

/** What a part of an expression may be, before its place tells which of them is meant. */
export type Node = Condition | Operand | List;

export interface List {
  kind: 'list';
  values: Literal[];
  at: number;
}

/** Makes conditions of the parts of an expression, and refuses those that cannot stand where they stand. */
export class Nodes {
  /** @param fail ends the reading at a place of the text */
  constructor(private readonly fail: (what: string, at: number) => never) {}

  operand(node: Node, at: number): Operand {
    if (isOperand(node)) return node;
    return this.fail(
      node.kind === 'list'
        ? 'a list is not expected here'
        : 'the result of a comparison cannot be compared or reckoned with',
      at,
    );
  }

  condition(node: Node, at: number): Condition {
    if (node.kind === 'column' || node.kind === 'boolean') return { kind: 'truth', operand: node, at };
    if (node.kind === 'list' || isOperand(node)) return this.fail('expected a comparison', at);
    return node;
  }

  literal(node: Node, at: number): Literal {
    if (isOperand(node) && isLiteral(node)) return node;
    return this.fail('a list may hold numbers, texts, True, False and None', at);
  }

  among(left: Node, right: Node, { negated, at }: { negated: boolean; at: number }): Condition {
    if (right.kind !== 'list') return this.fail('expected a list after in, such as ["a", "b"]', at);
    return { kind: 'in', operand: this.operand(left, at), values: right.values, negated, at };
  }

  compared(left: Node, operator: ComparisonOperator, right: Node, at: number): Condition {
    if (left.kind === 'list' || right.kind === 'list') {
      if (operator !== '==' && operator !== '!=') this.fail(`a list cannot be compared with ${operator}`, at);
      const negated = operator === '!=';
      return left.kind === 'list'
        ? this.among(right, left, { negated, at })
        : this.among(left, right, { negated, at });
    }
    const compared = { left: this.operand(left, at), right: this.operand(right, at) };
    if (isLiteral(compared.left) && isLiteral(compared.right))
      this.fail('two constants are compared, and no column', at);
    return { kind: 'compare', operator, ...compared, at };
  }
}

function isOperand(node: Node): node is Operand {
  return (
    node.kind === 'column' ||
    node.kind === 'arithmetic' ||
    node.kind === 'negative' ||
    node.kind === 'number' ||
    node.kind === 'text' ||
    node.kind === 'boolean' ||
    node.kind === 'missing'
  );
}
