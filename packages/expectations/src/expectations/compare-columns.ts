import type { Dialect } from '../engine/dialect';
import { isNumeric, valueOf, type Column } from '../table/column';
import { numberOf } from './numeric-value';

/** Two columns' values as SQL expressions that can be compared with each other. */
export interface ComparablePair {
  a: string;
  b: string;
}

/**
 * How the values of two columns compare: integers with each other exactly, as decimals with decimals; all other numbers
 * as doubles; a date as its midnight with times; texts, and whatever else is of one type, as they are. undefined where no
 * value of one can equal a value of the other.
 */
export function comparable(a: Column, b: Column, sql: Dialect): ComparablePair | undefined {
  const raw = { a: valueOf(a), b: valueOf(b) };
  if (isNumeric(a.family) && isNumeric(b.family)) {
    const exact = a.family === b.family && (a.family !== 'decimal' || a.sqlType === b.sqlType);
    return exact ? raw : { a: numberOf(a, sql), b: numberOf(b, sql) };
  }
  if (a.family !== b.family) {
    if (a.family === 'date' && b.family === 'timestamp') return { ...raw, a: sql.toTimestamp(raw.a) };
    if (a.family === 'timestamp' && b.family === 'date') return { ...raw, b: sql.toTimestamp(raw.b) };
    return undefined;
  }
  switch (a.family) {
    case 'text':
      return a.sqlType === b.sqlType ? raw : { a: sql.toText(raw.a), b: sql.toText(raw.b) };
    case 'time':
    case 'list':
    case 'struct':
      return a.sqlType === b.sqlType ? raw : undefined;
    case 'empty':
      return undefined;
    default:
      return raw;
  }
}

/** SQL that is true exactly where the two values are equal and both are there. */
export function equalValues(a: Column, b: Column, sql: Dialect): string {
  const pair = comparable(a, b, sql);
  return pair ? `((${pair.a} = ${pair.b}) IS TRUE)` : 'false';
}

export function bothMissing(a: Column, b: Column): string {
  return `(${valueOf(a)} IS NULL AND ${valueOf(b)} IS NULL)`;
}

/** Whether values of the two columns have an order. */
export function ordered(a: Column, b: Column): boolean {
  return ![a, b].some(({ family }) => family === 'list' || family === 'struct' || family === 'empty');
}
