import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import type { Json, JsonObject } from '../json';
import { isDateutilParseable } from '../patterns/dateutil';
import { isNumeric, valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { sqlBound } from './bounds';
import { ExpectationError } from './expectation-error';
import { numberOf } from './numeric-value';
import { readTime } from './read-time';

export type Member = string | number | boolean;

const EXPECTED = 'expected a list of numbers, texts and booleans';

/** A set of values; a missing value in it means nothing, as rows without a value are not looked at. */
export const valueSetSchema = z
  .array(z.union([z.string(), z.number(), z.boolean(), z.null()], { error: EXPECTED }), { error: EXPECTED })
  .transform((values) => values.filter((value) => value !== null));

export interface Membership {
  /** True where a value, NULL aside, is one of the set. */
  condition: string;
  /** Members of the set that no value of the column can equal. */
  strangers: Member[];
}

/**
 * Equality is Python's: booleans are 0 and 1, whole numbers equal floats, a number never equals a text. Against columns
 * of dates and times texts are read as such.
 * @param each whether the members are read one by one, as where they are forbidden: a text that is no time is an error
 * then. Otherwise the set is read as times as a whole: one member that is none, and nothing matches.
 * @throws ExpectationError for members that cannot be compared with times
 */
export function membership(
  column: Column,
  set: readonly Member[],
  sql: Dialect,
  { each = false }: { each?: boolean } = {},
): Membership {
  if (isNumeric(column.family)) return numberMembership(column, set, sql);
  switch (column.family) {
    case 'text':
      return textMembership(column, set, sql);
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return timeMembership(column, set, { sql, each });
    case 'empty':
      return { condition: 'false', strangers: [] };
    default:
      return { condition: 'false', strangers: [...set] };
  }
}

function numberMembership(column: Column, set: readonly Member[], sql: Dialect): Membership {
  const numbers = set.filter((member) => typeof member !== 'string').map(Number);
  const strangers = set.filter((member) => typeof member === 'string');
  const integers = column.family === 'integer';
  const members = numbers.flatMap((value) => (integers ? (integerLiteral(value) ?? []) : sql.double(value)));
  return { condition: isOneOf(integers ? valueOf(column) : numberOf(column, sql), members), strangers };
}

/** A comparison as doubles would merge integers beyond 2^53. */
function integerLiteral(value: number): string | undefined {
  return Number.isInteger(value) && Math.abs(value) < 1e38 ? String(BigInt(value)) : undefined;
}

function textMembership(column: Column, set: readonly Member[], sql: Dialect): Membership {
  const value = column.sqlType === 'VARCHAR' ? valueOf(column) : sql.toText(valueOf(column));
  const texts = set.filter((member) => typeof member === 'string');
  return {
    condition: isOneOf(value, texts.length === 0 ? [] : [sql.texts(texts)]),
    strangers: set.filter((member) => typeof member !== 'string'),
  };
}

function timeMembership(
  column: Column,
  set: readonly Member[],
  { sql, each }: { sql: Dialect; each: boolean },
): Membership {
  if (column.family !== 'date' && set.length > 0 && set.every((member) => typeof member === 'boolean')) {
    throw new ExpectationError(
      `column ${shown(column.name)} is of type ${column.sqlType}, with which booleans cannot be compared`,
    );
  }
  const members: string[] = [];
  const strangers: Member[] = [];
  for (const member of set) {
    const bound = typeof member === 'string' ? readTime(member) : undefined;
    const fits = bound?.kind === column.family || (bound?.kind === 'date' && column.family === 'timestamp');
    if (bound && fits) members.push(sqlBound(bound, sql));
    else if (
      each &&
      typeof member === 'string' &&
      !bound &&
      column.family !== 'date' &&
      !isTimeOfSomeKind(member)
    ) {
      throw new ExpectationError(
        `value_set: column ${shown(column.name)} is of type ${column.sqlType}, and ${shown(member)} is no date and no time`,
      );
    } else strangers.push(member);
  }
  return {
    condition: isOneOf(valueOf(column), each || strangers.length === 0 ? members : []),
    strangers,
  };
}

/** Whether a date parser makes anything of it: `10:00` and `31` are parts of the current day and month. */
function isTimeOfSomeKind(text: string): boolean {
  const now = new Date();
  return isDateutilParseable(text, {
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    day: now.getUTCDate(),
  });
}

function isOneOf(value: string, members: readonly string[]): string {
  return members.length === 0 ? 'false' : `(${value} IN (${members.join(', ')}))`;
}

const LISTED = 8;

/** `1, 2, 3, and 5 more`. */
export function listed(set: readonly Json[]): string {
  if (set.length === 0) return 'no value at all';
  const more = set.length > LISTED ? `, and ${set.length - LISTED} more` : '';
  return `${set.slice(0, LISTED).map(shown).join(', ')}${more}`;
}

/** What `details` tell of members of another type. */
export function strangerDetails(column: Column, strangers: readonly Member[]): JsonObject {
  return { type: column.sqlType, of_another_type: [...strangers] };
}

export function strangersNote({ type, of_another_type: strangers }: JsonObject): string {
  if (!Array.isArray(strangers)) return '';
  const first = strangers.slice(0, LISTED).map(shown).join(', ');
  const more = strangers.length > LISTED ? ', ...' : '';
  return `; no value of the column, whose type is ${String(type)}, equals ${first}${more}`;
}
