import { ExpectationError } from '../../expectations/expectation-error';
import type { Json, JsonObject } from '../../json';
import { shown } from '../../wording';
import type { ComparisonOperator, Condition, Literal, Operand } from './condition';

const MOST_CONDITIONS = 100;

const OPERATORS: Record<string, ComparisonOperator> = {
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/**
 * Reads the JSON form that Great Expectations 1.x writes: `comparison`, `nullity`, `and`, `or`, and `pass_through`
 * with a condition as text. As there, an `or` stands at the top only, and up to 100 conditions are allowed.
 * @param readText reads the text of a `pass_through`
 * @throws ExpectationError that names the key
 */
export function parseJsonCondition(value: JsonObject, readText: (text: string) => Condition): Condition {
  const condition = new JsonReader(readText).condition(value, 'row_condition', undefined);
  const count = countOf(condition);
  if (count > MOST_CONDITIONS)
    throw new ExpectationError(
      `row_condition: ${count} conditions, where at most ${MOST_CONDITIONS} are allowed`,
    );
  return condition;
}

function countOf(condition: Condition): number {
  return condition.kind === 'and' || condition.kind === 'or'
    ? condition.conditions.reduce((sum, inner) => sum + countOf(inner), 0)
    : 1;
}

class JsonReader {
  constructor(private readonly readText: (text: string) => Condition) {}

  condition(value: Json | undefined, key: string, within: 'and' | 'or' | undefined): Condition {
    if (!isObject(value))
      throw new ExpectationError(`${key}: expected a condition, got ${shown(value ?? null)}`);
    const type = value['type'];
    switch (type) {
      case 'comparison':
        return this.comparison(value, key);
      case 'nullity':
        return this.nullity(value, key);
      case 'and':
      case 'or':
        if (type === 'or' && within)
          throw new ExpectationError(
            `${key}: an "or" cannot stand within an "${within}": put the "or" at the top`,
          );
        return { kind: type, conditions: this.conditions(value['conditions'], `${key}.conditions`, type) };
      case 'pass_through': {
        const text = value['pass_through_filter'];
        if (typeof text === 'string') return this.readText(text);
        throw new ExpectationError(`${key}.pass_through_filter: expected a text, got ${shown(text ?? null)}`);
      }
      default:
        throw new ExpectationError(
          `${key}.type: expected comparison, nullity, and, or, or pass_through, got ${shown(type ?? null)}`,
        );
    }
  }

  private conditions(value: Json | undefined, key: string, within: 'and' | 'or'): Condition[] {
    if (!Array.isArray(value) || value.length === 0)
      throw new ExpectationError(`${key}: expected a list of conditions, got ${shown(value ?? null)}`);
    return value.map((inner, index) => this.condition(inner, `${key}.${index}`, within));
  }

  private nullity(value: JsonObject, key: string): Condition {
    const missing = value['is_null'];
    if (typeof missing !== 'boolean')
      throw new ExpectationError(`${key}.is_null: expected true or false, got ${shown(missing ?? null)}`);
    return { kind: 'null', operand: column(value, key), negated: !missing };
  }

  private comparison(value: JsonObject, key: string): Condition {
    const name = value['operator'];
    const parameter = value['parameter'] ?? null;
    const operand = column(value, key);
    if (parameter === null) {
      throw new ExpectationError(
        `${key}.parameter: expected a value, got null; missing values are chosen by {"type": "nullity", "is_null": true}`,
      );
    }
    if (name === 'IN' || name === 'NOT_IN') {
      const values = members(parameter, `${key}.parameter`);
      return { kind: 'in', operand, values, negated: name === 'NOT_IN', at: 0 };
    }
    const operator = typeof name === 'string' ? OPERATORS[name] : undefined;
    if (!operator) {
      throw new ExpectationError(
        `${key}.operator: expected one of ==, !=, <, <=, >, >=, IN, NOT_IN, got ${shown(name ?? null)}`,
      );
    }
    // A list is compared as in pandas, where x == [1, 2] asks whether x is among the two.
    if (Array.isArray(parameter) && (operator === '==' || operator === '!=')) {
      const values = members(parameter, `${key}.parameter`);
      return { kind: 'in', operand, values, negated: operator === '!=', at: 0 };
    }
    return { kind: 'compare', operator, left: operand, right: literal(parameter, `${key}.parameter`), at: 0 };
  }
}

function column(value: JsonObject, key: string): Operand {
  const given = value['column'];
  const name = isObject(given) ? given['name'] : given;
  if (typeof name === 'string') return { kind: 'column', name, at: 0 };
  throw new ExpectationError(`${key}.column: expected {"name": "..."}, got ${shown(given ?? null)}`);
}

function members(value: Json, key: string): Literal[] {
  if (!Array.isArray(value)) throw new ExpectationError(`${key}: expected a list, got ${shown(value)}`);
  const types = new Set(value.map((member) => typeof member));
  if (types.size > 1 || !value.every((member) => typeof member === 'number' || typeof member === 'string'))
    throw new ExpectationError(`${key}: expected a list of numbers or a list of texts, got ${shown(value)}`);
  return value.map((member) => literal(member, key));
}

function literal(value: Json, key: string): Literal {
  switch (typeof value) {
    case 'number':
      return { kind: 'number', text: String(value), at: 0 };
    case 'string':
      return { kind: 'text', value, at: 0 };
    case 'boolean':
      return { kind: 'boolean', value, at: 0 };
    default:
      throw new ExpectationError(`${key}: expected a number, a text, true or false, got ${shown(value)}`);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
