import type { Json } from '../json';
import { valueOf, type Column } from './column';

/** An SQL expression: a column's value as text, by which every type passes alike; `jsonOf` reads it. */
export function textOf(column: Column): string {
  const value = valueOf(column);
  if (column.family === 'list' || column.family === 'struct') return `to_json(${value})::VARCHAR`;
  return column.sqlType === 'FLOAT' ? `${value}::DOUBLE::VARCHAR` : `${value}::VARCHAR`;
}

/**
 * The JSON of a value: numbers where JSON has them (the infinities are texts), booleans, ISO 8601 for times, lists and
 * objects; everything else is text.
 */
export function jsonOf(text: Json, { family }: Column): Json {
  if (typeof text !== 'string') return text;
  switch (family) {
    case 'integer':
    case 'float':
    case 'decimal':
      return jsonNumber(text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text));
    case 'boolean':
      return text === 'true';
    case 'list':
    case 'struct': {
      const value: Json = JSON.parse(text);
      return value;
    }
    case 'timestamp':
    case 'timestamptz':
      return text
        .replace(' ', 'T')
        .replace(/\+00$/, '+00:00')
        .replace(/\.\d+/, (fraction) => fraction.padEnd('.000000'.length, '0'));
    default:
      return text;
  }
}

/** A number as JSON can hold it: the infinities as texts, NaN as null. */
export function jsonNumber(value: number): Json {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : String(value);
}
