import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import type { Row } from '../engine/duckdb';
import type { Json } from '../json';
import { isNumeric, valueOf, type Column } from '../table/column';
import { jsonOf } from '../table/json-value';
import type { Figures } from '../table/table';
import { sqlBound } from './bounds';
import { presence, presentCount } from './column-map';
import type { Query } from './define';
import { isoTime } from './iso-time';
import { numberOf } from './numeric-value';
import { readTime } from './read-time';
import { assertHashable } from './unique-count';

const EXPECTED = 'expected a list of numbers, texts and booleans';

/** A set of values that the values of a column are compared with as a whole; a missing value in it is one of no column. */
export const distinctSetSchema = z.array(
  z.union([z.string(), z.number(), z.boolean(), z.null()], { error: EXPECTED }),
  { error: EXPECTED },
);

export interface Member {
  value: Json;
  /** What the column's values are compared with; undefined where none of them can equal it. */
  literal?: string;
}

/** What of a column is compared with the literals of a set. */
export function comparedValue(column: Column, sql: Dialect): string {
  const value = valueOf(column);
  if (column.family === 'text' && column.sqlType !== 'VARCHAR') return sql.toText(value);
  return column.family === 'integer' || !isNumeric(column.family) ? value : numberOf(column, sql);
}

/**
 * The members of a set, equal ones once. Equality is Python's: booleans are 0 and 1, whole numbers equal floats, a number
 * never equals a text. Against columns of dates and times each text is read as such where it can be: as the day of it
 * against dates, with a time zone only where the column has one.
 */
export function membersOf(column: Column, set: readonly Json[], sql: Dialect): Member[] {
  const members = new Map<string, Member>();
  for (const value of set) {
    const literal = literalOf(column, value, sql);
    const key = literal ?? strangerKey(column, value);
    if (!members.has(key)) members.set(key, literal === undefined ? { value } : { value, literal });
  }
  return [...members.values()];
}

/** One text for equal members that no value of the column equals. */
function strangerKey({ family }: Column, value: Json): string {
  const isOfTime = family === 'timestamp' || family === 'timestamptz';
  const time = isOfTime && typeof value === 'string' ? readTime(value) : undefined;
  if (time) return `${time.kind === 'timestamptz' ? 'moment' : 'time'} ${time.epoch}`;
  return JSON.stringify(typeof value === 'boolean' ? Number(value) : value);
}

function literalOf(column: Column, value: Json, sql: Dialect): string | undefined {
  if (isNumeric(column.family)) {
    if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    const number = Number(value);
    if (column.family !== 'integer') return sql.double(number);
    return Number.isInteger(number) && Math.abs(number) < 1e38 ? String(BigInt(number)) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (column.family === 'text') return sql.text(value);
  const time = readTime(value);
  if (!time) return undefined;
  const { family } = column;
  if (family === 'date') return sqlBound({ ...time, kind: family, text: time.text.slice(0, 10) }, sql);
  const isAware = time.kind === 'timestamptz';
  if (family !== (isAware ? 'timestamptz' : 'timestamp')) return undefined;
  // One text for each moment, so that equal ones are one member.
  const text = isoTime(Math.round(time.epoch * 1000), family).replace('T', ' ');
  return sqlBound({ ...time, kind: family, text }, sql);
}

/** A list that is longer is looked up in a table, which is faster than one comparison after the other. */
const COMPARED_LITERALS = 16;

/** SQL that is true where a value, NULL aside, is one of the members. */
export function isMember(column: Column, members: readonly Member[], sql: Dialect): string {
  const literals = members.flatMap(({ literal }) => literal ?? []);
  if (literals.length === 0) return 'false';
  const value = comparedValue(column, sql);
  return literals.length <= COMPARED_LITERALS
    ? `(${value} IN (${literals.join(', ')}))`
    : `(${value} IN (SELECT m.x FROM (VALUES ${literals.map((literal) => `(${literal})`).join(', ')}) AS m(x)))`;
}

/** How many values are listed. */
const LISTED = 20;

/** Values of a column that are not among the members: counted in the first scan, listed where there are any. */
export function strangers(column: Column, members: readonly Member[], sql: Dialect) {
  const value = valueOf(column);
  const condition = `(${value} IS NOT NULL AND NOT ${isMember(column, members, sql)})`;
  const counted = sql.countIf(condition);
  const order = column.family === 'text' ? sql.byCodePoint(sql.toText(value)) : value;
  const query = (rows: string) =>
    `SELECT ${sql.textOf(column)} AS v, count(*) OVER () AS n ` +
    `FROM (SELECT ${value} FROM ${rows} AS r WHERE ${condition} GROUP BY ${value}) AS g ORDER BY ${order} LIMIT ${LISTED}`;
  return {
    expressions: [presentCount(column), counted],
    /** A query where there are strangers, else none. */
    second: (figures: Figures): Query[] => {
      if (presence(figures, column).present > 0) assertHashable(column);
      return figures.count(counted) > 0 ? [{ columns: [column], sql: query }] : [];
    },
    /** @param rows the answer to that query */
    found: (rows: readonly Row[]): { count: number; list: Json[] } => ({
      count: Number(rows[0]?.['n'] ?? 0),
      list: rows.map(({ v = null }) => jsonOf(v, column)),
    }),
  };
}

/** Of more members it is counted how many are there, and only where some are not, which. */
const COUNTED = 8;

/** Members that no value of a column equals. */
export function absentees(column: Column, members: readonly Member[], sql: Dialect) {
  const compared = comparedValue(column, sql);
  const possible = members.flatMap(({ literal }, place) =>
    literal === undefined ? [] : [{ literal, place }],
  );
  const isSmall = possible.length <= COUNTED;
  const counted = new Map(
    possible.map(({ literal, place }) => [place, sql.countIf(`${compared} = ${literal}`)]),
  );
  const different = sql.countDistinct(`CASE WHEN ${isMember(column, members, sql)} THEN ${compared} END`);
  const listed = possible.map(({ literal, place }) => `(${place}, ${literal})`).join(', ');
  const query: Query = {
    columns: [column],
    sql: (rows) =>
      `SELECT m.k AS k FROM (VALUES ${listed}) AS m(k, x) WHERE m.x IN (SELECT ${compared} FROM ${rows} AS r)`,
  };
  const areAllThere = (figures: Figures) => !isSmall && figures.count(different) === possible.length;
  return {
    expressions: isSmall ? [...counted.values()] : [different],
    second: (figures: Figures): Query[] => {
      if (presence(figures, column).present > 0) assertHashable(column);
      return isSmall || areAllThere(figures) ? [] : [query];
    },
    /** @param rows the answer to that query */
    found: (figures: Figures, rows: readonly Row[]): { count: number; list: Json[] } => {
      const there = new Set(rows.map(({ k }) => Number(k)));
      const isThere = (place: number) => {
        const expression = counted.get(place);
        if (expression === undefined) return false;
        return isSmall ? figures.count(expression) > 0 : areAllThere(figures) || there.has(place);
      };
      const missing = members.flatMap(({ value }, place) => (isThere(place) ? [] : [value]));
      return { count: missing.length, list: missing.slice(0, LISTED) };
    },
  };
}
