import { ExpectationError } from '../expectations/expectation-error';
import type { Json, JsonObject } from '../json';
import { nearNames, quotedList, shown } from '../wording';
import { callFunction, isFunction, type Arguments } from './parameter-functions';
import { asJson, calculate, negative, operandOf, type Operand } from './parameter-operand';

export interface Known {
  parameters: JsonObject;
  /** What `now()` is. */
  now: Date;
}

const LISTED = 10;
const PARTS =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)*)|(?<sign>\S))/y;

interface Part {
  kind: 'number' | 'name' | 'sign' | 'end';
  value: string;
  /** 0-based. */
  at: number;
}

/**
 * The value of Great Expectations' arithmetic over parameters: `+ - * / ^`, parentheses, `PI` and `E`, the functions sin,
 * cos, tan, exp, abs, trunc, round and sgn, and `now()`, `datetime(...)` and `timedelta(...)`. A sign binds before `^`,
 * and `^` from right to left. Times are given back as ISO 8601 without a zone; `now()` is UTC.
 * @throws ExpectationError that shows the place of a mistake
 */
export function evaluateExpression(text: string, known: Known): Json {
  return asJson(new ExpressionParser(text, known).value());
}

class ExpressionParser {
  private readonly parts: Part[];
  private index = 0;

  constructor(
    private readonly text: string,
    private readonly known: Known,
  ) {
    this.parts = partsOf(text);
  }

  value(): Operand {
    const value = this.sum();
    if (this.next.kind !== 'end') this.fail(`${shown(this.next.value)} is not expected`);
    return value;
  }

  private get next(): Part {
    return this.parts[this.index] ?? { kind: 'end', value: '', at: this.text.length };
  }

  private take(...signs: readonly string[]): string | undefined {
    const { kind, value } = this.next;
    if (kind !== 'sign' || !signs.includes(value)) return undefined;
    this.index++;
    return value;
  }

  private expect(sign: string): void {
    if (this.take(sign) === undefined)
      this.fail(`expected ${sign}, got ${this.next.kind === 'end' ? 'the end' : shown(this.next.value)}`);
  }

  private fail(what: string): never {
    throw new ExpectationError(`at character ${this.next.at + 1}: ${what}`);
  }

  private sum(): Operand {
    let left = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-'))
      left = calculate(left, sign, this.product());
    return left;
  }

  private product(): Operand {
    let left = this.power();
    for (let sign = this.take('*', '/'); sign; sign = this.take('*', '/'))
      left = calculate(left, sign, this.power());
    return left;
  }

  private power(): Operand {
    const base = this.signed();
    return this.take('^') === undefined ? base : calculate(base, '^', this.power());
  }

  private signed(): Operand {
    const sign = this.take('+', '-');
    if (sign === undefined) return this.atom();
    const operand = this.signed();
    return sign === '-' ? negative(operand) : operand;
  }

  private atom(): Operand {
    if (this.take('(') !== undefined) {
      const inner = this.sum();
      this.expect(')');
      return inner;
    }
    const { kind, value } = this.next;
    if (kind === 'number') {
      this.index++;
      return Number(value);
    }
    if (kind !== 'name')
      this.fail(`expected a number or a name, got ${kind === 'end' ? 'the end' : shown(value)}`);
    const following = this.parts[this.index + 1];
    if (following?.kind === 'sign' && following.value === '(') return this.call(value);
    const named = this.named(value);
    this.index++;
    return named;
  }

  private named(name: string): Operand {
    const { parameters } = this.known;
    if (Object.hasOwn(parameters, name)) return operandOf(parameters[name] ?? null, name);
    if (/^pi$/i.test(name)) return Math.PI;
    if (/^e$/i.test(name)) return Math.E;
    const names = Object.keys(parameters);
    const near = nearNames(name, names);
    const listed = names.length > LISTED ? `${quotedList(names.slice(0, LISTED))}, ...` : quotedList(names);
    const hint =
      near.length > 0
        ? `did you mean ${near.map(shown).join(' or ')}?`
        : names.length === 0
          ? 'there are no parameters: give it in the suite or to the run'
          : `there are ${listed}`;
    throw new ExpectationError(`the parameter ${shown(name)} has no value; ${hint}`);
  }

  private call(name: string): Operand {
    if (!isFunction(name)) this.fail(`there is no function ${name}`);
    this.index += 2;
    const given: Arguments = { places: [], names: new Map() };
    while (this.take(')') === undefined) {
      const key = this.key();
      const value = this.sum();
      if (key === undefined) given.places.push(value);
      else given.names.set(key, value);
      if (this.take(',') !== undefined) continue;
      this.expect(')');
      break;
    }
    return callFunction(name, given, this.known.now);
  }

  /** `weeks=` of `timedelta(weeks=1)`. */
  private key(): string | undefined {
    const { kind, value } = this.next;
    if (kind !== 'name' || this.parts[this.index + 1]?.value !== '=') return undefined;
    this.index += 2;
    return value;
  }
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  PARTS.lastIndex = 0;
  for (let match = PARTS.exec(text); match; match = PARTS.exec(text)) {
    const { groups = {} } = match;
    const kind = groups['number'] !== undefined ? 'number' : groups['name'] !== undefined ? 'name' : 'sign';
    const value = groups[kind] ?? '';
    parts.push({ kind, value, at: PARTS.lastIndex - value.length });
  }
  return parts;
}
