import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import { isNumeric, valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { ExpectationError } from './expectation-error';
import { numberOf } from './numeric-value';

/** A bound as Great Expectations reads it: a number (also as text), a date, or a date with a time; other texts are refused. */
export type Bound =
  | { kind: 'number'; value: number }
  /** `epoch`: milliseconds since 1970, UTC. */
  | { kind: 'date' | 'timestamp' | 'timestamptz'; text: string; epoch: number };

const DATE = /^\d{4}-\d{1,2}-\d{1,2}$/;
const TIMESTAMP =
  /^(\d{4}-\d{1,2}-\d{1,2})[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const REFUSED = 'expected a number, a date (2024-01-31) or a date with a time (2024-01-31T12:00:00)';

export const boundSchema = z
  .union([z.number(), z.boolean(), z.string(), z.null()], { error: REFUSED })
  .optional()
  .transform((value, context): Bound | null => {
    if (value === null || value === undefined) return null;
    const bound = readBound(value);
    if (bound) return bound;
    context.addIssue({ code: 'custom', message: REFUSED });
    return z.NEVER;
  });

export interface Range {
  min_value: Bound | null;
  max_value: Bound | null;
  strict_min: boolean;
  strict_max: boolean;
}

/** A bound of a number, or of a text that is a number, a date or a date with a time; undefined for other texts. */
export function readBound(value: number | boolean | string): Bound | undefined {
  if (typeof value !== 'string') return { kind: 'number', value: Number(value) };
  const text = value.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return { kind: 'number', value: Number(text) };
  if (/^[+-]?inf(inity)?$/i.test(text)) {
    return { kind: 'number', value: text.startsWith('-') ? -Infinity : Infinity };
  }
  if (DATE.test(text)) {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    // Unlike `Date.UTC`, this takes the years below 100 as they are.
    const date = new Date(new Date(0).setUTCFullYear(year, month - 1, day));
    if (date.getUTCMonth() !== month - 1) return undefined;
    return { kind: 'date', text: date.toISOString().slice(0, 10), epoch: date.getTime() };
  }
  const [, day, clock, zone] = TIMESTAMP.exec(text) ?? [];
  if (day === undefined || clock === undefined) return undefined;
  const offset =
    zone === undefined || /^z$/i.test(zone)
      ? '+00:00'
      : zone.replace(
          /^(...):?(\d\d)?$/,
          (_all, hours: string, minutes?: string) => `${hours}:${minutes ?? '00'}`,
        );
  const padded = day
    .split('-')
    .map((part) => part.padStart(2, '0'))
    .join('-');
  const time = clock.length === 5 ? `${clock}:00` : clock.padStart(8, '0');
  const epoch = Date.parse(`${padded}T${time}${offset}`) + beyondMillis(time);
  if (Number.isNaN(epoch)) return undefined;
  return zone === undefined
    ? { kind: 'timestamp', text: `${padded} ${time}`, epoch }
    : { kind: 'timestamptz', text: `${padded} ${time}${offset}`, epoch };
}

/** Milliseconds in the digits of a clock that a `Date` drops. */
function beyondMillis(clock: string): number {
  const [, digits = ''] = /\.\d{3}(\d{1,3})$/.exec(clock) ?? [];
  return Number(digits.padEnd(3, '0')) / 1000;
}

/** @throws ExpectationError where the lower bound is above the upper one, or the two are of different kinds */
export function assertOrdered({ min_value: min, max_value: max }: Range): void {
  if (!min || !max) return;
  if (min.kind !== max.kind) {
    throw new ExpectationError(
      `min_value ${shownBound(min)} and max_value ${shownBound(max)} cannot be compared`,
    );
  }
  if (magnitude(min) > magnitude(max)) {
    throw new ExpectationError(`min_value ${shownBound(min)} is above max_value ${shownBound(max)}`);
  }
}

function magnitude(bound: Bound): number {
  return bound.kind === 'number' ? bound.value : bound.epoch;
}

/** Why the values of a column cannot be compared with a bound; undefined where they can. */
export function mismatch(column: Column, { min_value: min, max_value: max }: Range): string | undefined {
  for (const [key, bound] of [
    ['min_value', min],
    ['max_value', max],
  ] as const) {
    if (bound && !comparable(column, bound)) {
      return (
        `column ${shown(column.name)} is of type ${column.sqlType}, which cannot be compared with ` +
        `${key} ${shownBound(bound)}${HINTS[`${column.family}/${bound.kind}`] ?? ''}`
      );
    }
  }
  return undefined;
}

const HINTS: Record<string, string> = {
  'timestamp/date': ': a column of dates with times needs a bound with a time (2024-01-31T00:00:00)',
  'timestamptz/date': ': a column with a time zone needs a bound with one (2024-01-31T00:00:00+00:00)',
  'timestamptz/timestamp': ': a column with a time zone needs a bound with one (2024-01-31T00:00:00+00:00)',
  'timestamp/timestamptz': ': a column without a time zone needs a bound without one',
  'date/timestamp': ': a column of dates needs a date alone (2024-01-31)',
};

function comparable({ family }: Column, { kind }: Bound): boolean {
  if (family === 'empty') return true;
  return kind === 'number' ? isNumeric(family) : family === kind;
}

/** The SQL condition under which a value, NULL aside, lies within the range. */
export function withinCondition(
  column: Column,
  { min_value: min, max_value: max, strict_min, strict_max }: Range,
  sql: Dialect,
): string {
  if (column.family === 'empty') return 'true';
  const compared = (bound: Bound, operator: string): string => {
    const whole = column.family === 'integer' && bound.kind === 'number' && Number.isSafeInteger(bound.value);
    if (whole) return `${valueOf(column)} ${operator} ${bound.value}`;
    const value = isNumeric(column.family) ? numberOf(column, sql) : valueOf(column);
    return `${value} ${operator} ${sqlBound(bound, sql)}`;
  };
  const parts: string[] = [];
  if (min) parts.push(compared(min, strict_min ? '>' : '>='));
  if (max) parts.push(compared(max, strict_max ? '<' : '<='));
  return parts.length === 0 ? 'true' : `(${parts.join(' AND ')})`;
}

export function sqlBound(bound: Bound, sql: Dialect): string {
  switch (bound.kind) {
    case 'number':
      return sql.double(bound.value);
    case 'date':
      return sql.toDate(sql.text(bound.text));
    case 'timestamp':
      return sql.toTimestamp(sql.text(bound.text));
    case 'timestamptz':
      return sql.toTimestamptz(sql.text(bound.text));
  }
}

/** Whether a number lies within a range of numbers. */
export function isWithin(
  value: number,
  { min_value: min, max_value: max, strict_min, strict_max }: Range,
): boolean {
  const aboveMin = !min || (strict_min ? value > magnitude(min) : value >= magnitude(min));
  const belowMax = !max || (strict_max ? value < magnitude(max) : value <= magnitude(max));
  return aboveMin && belowMax;
}

export function shownBound(bound: Bound): string {
  return bound.kind === 'number' ? String(bound.value) : bound.text;
}

/** `between 0 and 100`, `at least 0`, `below 5`: how a range reads after "lies". */
export function shownRange({ min_value: min, max_value: max, strict_min, strict_max }: Range): string {
  if (min && max && !strict_min && !strict_max) return `between ${shownBound(min)} and ${shownBound(max)}`;
  const parts: string[] = [];
  if (min) parts.push(`${strict_min ? 'above' : 'at or above'} ${shownBound(min)}`);
  if (max) parts.push(`${strict_max ? 'below' : 'at or below'} ${shownBound(max)}`);
  return parts.length === 0 ? 'anywhere' : parts.join(' and ');
}
