import {
  ARITHMETIC_OPERATORS,
  COMPARISON_OPERATORS,
  type Condition,
  type Literal,
  type Operand,
} from './condition';
import { failAt } from './fail-at';
import { Nodes, type List, type Node } from './python-nodes';
import { tokensOf, type Token } from './tokens';

/** `pandas`: columns by their bare names, as in DataFrame.query. `great_expectations`: columns as `col("name")`. */
export type PythonDialect = 'pandas' | 'great_expectations';

const WORDS = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else', 'lambda', 'for']);
const MISSING_METHODS = new Map([
  ['isnull', false],
  ['isna', false],
  ['is_null', false],
  ['notnull', true],
  ['notna', true],
  ['is_not_null', true],
]);

/**
 * Reads a condition in the syntax of pandas' DataFrame.query, or in that of Great Expectations. `&` and `|` bind as
 * `and` and `or` do, as in pandas.
 * @throws ExpectationError that shows the place of what cannot be read
 */
export function parsePythonCondition(text: string, dialect: PythonDialect): Condition {
  return new PythonParser(text, dialect).parse();
}

class PythonParser {
  private readonly tokens: Token[];
  private readonly nodes: Nodes;
  private index = 0;

  constructor(
    private readonly text: string,
    private readonly dialect: PythonDialect,
  ) {
    this.tokens = tokensOf(text, { escapes: dialect === 'pandas' });
    this.nodes = new Nodes((what, at) => this.fail(what, at));
  }

  parse(): Condition {
    const condition = this.nodes.condition(this.either(), 0);
    if (this.next.kind !== 'end') this.fail(`${this.shownNext()} is not expected here`);
    return condition;
  }

  private get next(): Token {
    return this.tokens[this.index] ?? { kind: 'end', value: '', at: this.text.length };
  }

  private fail(what: string, at = this.next.at): never {
    return failAt(this.text, at, what);
  }

  private shownNext(): string {
    return this.next.kind === 'end' ? 'the end' : JSON.stringify(this.next.value);
  }

  /** Moves on where the next token is one of these signs or words. */
  private take(...values: readonly string[]): Token | undefined {
    const token = this.next;
    if ((token.kind !== 'sign' && token.kind !== 'name') || !values.includes(token.value)) return undefined;
    this.index++;
    return token;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) this.fail(`expected ${sign}, got ${this.shownNext()}`);
  }

  private either(): Node {
    return this.joined('or', ['or', '|'], () => this.both());
  }

  private both(): Node {
    return this.joined('and', ['and', '&'], () => this.negation());
  }

  private joined(kind: 'and' | 'or', signs: readonly string[], part: () => Node): Node {
    const { at } = this.next;
    const first = part();
    if (!signs.includes(this.next.value) || this.next.kind === 'text') return first;
    const conditions = [this.nodes.condition(first, at)];
    while (this.take(...signs)) {
      const place = this.next.at;
      conditions.push(this.nodes.condition(part(), place));
    }
    return { kind, conditions };
  }

  private negation(): Node {
    if (!this.take('not')) return this.comparison();
    const { at } = this.next;
    return { kind: 'not', condition: this.nodes.condition(this.negation(), at) };
  }

  /** One comparison, or a chain: `1 < x <= 3` is `1 < x and x <= 3`. */
  private comparison(): Node {
    const { at } = this.next;
    let left = this.sum();
    const found: Condition[] = [];
    for (;;) {
      const place = this.next.at;
      const operator = COMPARISON_OPERATORS.find((candidate) => this.take(candidate));
      const membership = operator ? undefined : this.membership();
      if (!operator && !membership) break;
      const right = this.sum();
      found.push(
        membership
          ? this.nodes.among(left, right, { negated: membership.negated, at: place })
          : this.nodes.compared(left, operator ?? '==', right, place),
      );
      left = right;
    }
    if (this.next.kind === 'name' && this.next.value === 'is')
      this.fail('`is` is not known here: write x.isnull() or x.notnull()');
    const [first, ...rest] = found;
    if (!first) return left;
    if (rest.length > 0 && found.some(({ kind }) => kind === 'in'))
      this.fail('a list cannot stand in a chain of comparisons: join them with and', at);
    return rest.length === 0 ? first : { kind: 'and', conditions: found };
  }

  private membership(): { negated: boolean } | undefined {
    if (this.take('in')) return { negated: false };
    const following = this.tokens[this.index + 1];
    if (this.next.value !== 'not' || this.next.kind !== 'name' || following?.value !== 'in') return undefined;
    this.index += 2;
    return { negated: true };
  }

  private sum(): Node {
    let left = this.term();
    for (let token = this.take('+', '-'); token; token = this.take('+', '-')) {
      left = this.arithmetic(left, token, this.term());
    }
    return left;
  }

  private term(): Node {
    let left = this.factor();
    for (let token = this.take('*', '/', '//', '%'); token; token = this.take('*', '/', '//', '%')) {
      left = this.arithmetic(left, token, this.factor());
    }
    return left;
  }

  private factor(): Node {
    const { at } = this.next;
    if (this.take('+')) return this.nodes.operand(this.factor(), at);
    if (this.take('~')) return { kind: 'not', condition: this.nodes.condition(this.factor(), at) };
    if (!this.take('-')) return this.power();
    const operand = this.nodes.operand(this.factor(), at);
    if (operand.kind === 'number') {
      const text = operand.text.startsWith('-') ? operand.text.slice(1) : `-${operand.text}`;
      return { kind: 'number', text, at };
    }
    return { kind: 'negative', operand, at };
  }

  private power(): Node {
    const base = this.postfix();
    const token = this.take('**');
    return token ? this.arithmetic(base, token, this.factor()) : base;
  }

  private arithmetic(left: Node, { value, at }: Token, right: Node): Operand {
    const operator = ARITHMETIC_OPERATORS.find((known) => known === value);
    if (!operator) return this.fail(`${value} is not expected here`, at);
    return {
      kind: 'arithmetic',
      operator,
      left: this.nodes.operand(left, at),
      right: this.nodes.operand(right, at),
      at,
    };
  }

  private postfix(): Node {
    let node = this.primary();
    while (this.take('.')) node = this.method(node);
    return node;
  }

  private method(node: Node): Node {
    const { at, value, kind } = this.next;
    if (kind !== 'name') return this.fail(`expected a method, got ${this.shownNext()}`);
    this.index++;
    const operand = this.nodes.operand(node, at);
    const own = this.dialect === 'great_expectations';
    const negated = MISSING_METHODS.get(own ? value.toLowerCase() : value);
    if (negated !== undefined) {
      this.expect('(');
      this.expect(')');
      return { kind: 'null', operand, negated };
    }
    if (value === 'isin' || value === 'is_in' || value === 'is_not_in') {
      this.expect('(');
      const values = this.sum();
      this.expect(')');
      return this.nodes.among(operand, values, { negated: value === 'is_not_in', at });
    }
    if (value === 'between') return this.between(operand, at);
    return this.fail(
      value === 'str'
        ? `string methods are not supported: write the condition as SQL, with condition_parser: sql (name LIKE 'a%')`
        : `.${value} is not supported; known are isnull(), notnull(), isin([...]) and between(a, b)`,
      at,
    );
  }

  private between(operand: Operand, at: number): Condition {
    this.expect('(');
    const low = this.nodes.operand(this.sum(), at);
    this.expect(',');
    const high = this.nodes.operand(this.sum(), at);
    this.expect(')');
    return {
      kind: 'and',
      conditions: [
        { kind: 'compare', operator: '>=', left: operand, right: low, at },
        { kind: 'compare', operator: '<=', left: operand, right: high, at },
      ],
    };
  }

  private primary(): Node {
    const token = this.next;
    const { at, value } = token;
    if (this.take('(')) return this.parenthesis(at);
    if (this.take('[')) return this.list(']', at);
    this.index++;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', text: value, at };
      case 'text':
        if (this.next.kind === 'text') this.fail('two texts follow each other');
        return { kind: 'text', value, at };
      case 'quoted-name':
        return this.column(value, at);
      case 'name':
        return this.named(value, at);
      default:
        this.index--;
        return this.fail(`expected a column or a value, got ${this.shownNext()}`);
    }
  }

  private named(value: string, at: number): Node {
    if (WORDS.has(value)) return this.fail(`expected a column or a value, got ${JSON.stringify(value)}`, at);
    if (value === 'True' || value === 'False') return { kind: 'boolean', value: value === 'True', at };
    if (value === 'None') return { kind: 'missing', at };
    if (value === 'inf' || value === 'Inf') return { kind: 'number', text: 'Infinity', at };
    if (this.next.kind !== 'sign' || this.next.value !== '(') return this.column(value, at);
    const own = this.dialect === 'great_expectations';
    if (own && (value === 'col' || value === 'date')) {
      this.index++;
      const name = this.next;
      if (name.kind !== 'text') this.fail(`expected a text in quotes, got ${this.shownNext()}`);
      this.index++;
      this.expect(')');
      return value === 'col'
        ? { kind: 'column', name: name.value, at }
        : { kind: 'text', value: name.value, at };
    }
    return this.fail(
      value === 'col'
        ? 'col("...") needs condition_parser: great_expectations'
        : `the function ${value} is not supported: write the condition as SQL, with condition_parser: sql`,
      at,
    );
  }

  private column(name: string, at: number): Operand {
    if (this.dialect === 'great_expectations')
      this.fail(`a column is written col(${JSON.stringify(name)})`, at);
    return { kind: 'column', name, at };
  }

  /** `(...)` around a condition or a value; with a comma in it, a list. */
  private parenthesis(at: number): Node {
    if (this.take(')')) return { kind: 'list', values: [], at };
    const node = this.either();
    if (this.take(')')) return node;
    if (this.next.value !== ',') this.fail(`expected ), got ${this.shownNext()}`);
    this.index++;
    return this.list(')', at, [this.nodes.literal(node, at)]);
  }

  private list(end: ']' | ')', at: number, values: Literal[] = []): List {
    while (!this.take(end)) {
      const place = this.next.at;
      values.push(this.nodes.literal(this.sum(), place));
      if (this.take(',')) continue;
      this.expect(end);
      break;
    }
    return { kind: 'list', values, at };
  }
}
