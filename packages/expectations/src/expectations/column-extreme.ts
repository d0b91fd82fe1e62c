import type { Dialect } from '../engine/dialect';
import type { Json } from '../json';
import { valueOf, type Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import type { Figures } from '../table/table';
import { shown } from '../wording';
import { isWithin, mismatch, shownBound, type Bound, type Range } from './bounds';
import { presence, presentCount } from './column-map';
import type { StatisticArguments } from './column-statistic';
import type { Plan, PlanContext, Verdict } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { isoTime } from './iso-time';
import { numberOf } from './numeric-value';
import { readTime } from './read-time';

export type Extreme = 'min' | 'max';

/**
 * The plan of the smallest or largest value of a column, which has to lie within a range; without values it fails. Texts
 * are ordered by code point. As in pandas, values that are neither numbers nor times with a clock have no order where
 * some of them are missing, and a text is read as the date or time that it is compared with.
 */
export function extremePlan(kwargs: StatisticArguments, context: PlanContext, extreme: Extreme): Plan {
  const column = findColumn(context.table, kwargs.column);
  const present = presentCount(column);
  const call = callOf(column, extreme, context.sql);
  return {
    columns: [column],
    expressions: call === undefined ? [present] : [present, call],
    verdict: (figures) => {
      const { rows, present: count } = presence(figures, column);
      if (count === 0) return { success: false, result: { observed_value: null } };
      if (call === undefined) throw new ExpectationError(`${typed(column)}, which has no order`);
      if (isObject(column) && count < rows) {
        throw new ExpectationError(
          `${typed(column)} and ${rows - count} of its values are missing: pandas finds no ${extreme === 'min' ? 'smallest' : 'largest'} one ` +
            `among them; leave the rows without a value out (row_condition: col(${shown(column.name)}).notnull())`,
        );
      }
      return judge({ figures, column, call, extreme, present: count }, kwargs);
    },
  };
}

/** Types whose columns pandas holds as Python objects, so that a missing value is compared with the others. */
function isObject({ family }: Column): boolean {
  return family === 'text' || family === 'date' || family === 'time' || family === 'bytes';
}

function callOf(column: Column, extreme: Extreme, sql: Dialect): string | undefined {
  const value = valueOf(column);
  switch (column.family) {
    case 'integer':
      return `${extreme}(${value})`;
    case 'float':
    case 'decimal':
      return `${extreme}(${numberOf(column, sql)})`;
    case 'boolean':
      return sql.countIf(value);
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return `${extreme}(${sql.epochMicros(value)})`;
    case 'text':
      return `${extreme}(${sql.byCodePoint(sql.toText(value))})`;
    case 'time':
    case 'bytes':
      return `${extreme}(${value})`;
    case 'list':
    case 'struct':
    case 'empty':
      return undefined;
  }
}

interface Found {
  figures: Figures;
  column: Column;
  call: string;
  extreme: Extreme;
  present: number;
}

function judge({ figures, column, call, extreme, present }: Found, range: Range): Verdict {
  switch (column.family) {
    case 'integer':
    case 'float':
    case 'decimal': {
      const value = figures.number(call) ?? NaN;
      return judged(value, jsonNumber(value), column, range);
    }
    case 'boolean': {
      const least = extreme === 'min' ? present : 1;
      const value = figures.count(call) >= least;
      return judged(Number(value), value, column, range);
    }
    case 'date':
    case 'timestamp':
    case 'timestamptz': {
      const micros = figures.count(call);
      return judged(micros, isoTime(micros, column.family), column, inMicros(range));
    }
    case 'text':
      return judgeText(String(figures.json(call)), column, range);
    default:
      return judged(0, figures.json(call), column, range);
  }
}

/** @throws ExpectationError where the column cannot be compared with a bound */
function judged(value: number, observed: Json, column: Column, range: Range): Verdict {
  const refused = mismatch(column, range);
  if (refused !== undefined) throw new ExpectationError(refused);
  return { success: isWithin(value, range), result: { observed_value: observed } };
}

/** A text is read as what it is compared with: against a date the date of it counts, against a time all of it. */
function judgeText(text: string, column: Column, range: Range): Verdict {
  const bounds = [range.min_value, range.max_value].filter((bound) => bound !== null);
  const [bound] = bounds;
  if (!bound) return { success: true, result: { observed_value: text } };
  const value = readTime(text);
  const kind = bounds.every(({ kind: each }) => each === bound.kind) ? bound.kind : undefined;
  if (!value || kind === undefined || kind === 'number') throw refusal(text, column, bound);
  if (kind === 'date') {
    const day = dayOf(value.text);
    return {
      success: isWithin(day, inMicros(range)),
      result: { observed_value: isoTime(day, 'date') },
    };
  }
  const naive = value.kind !== 'timestamptz';
  if (naive !== (kind === 'timestamp')) throw refusal(text, column, bound);
  const micros = value.epoch * 1000;
  return {
    success: isWithin(micros, inMicros(range)),
    result: { observed_value: isoTime(micros, kind) },
  };
}

function dayOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T00:00:00Z`) * 1000;
}

function refusal(text: string, column: Column, bound: Bound): ExpectationError {
  return new ExpectationError(
    `${typed(column)}: its value ${shown(text)} cannot be compared with ${shownBound(bound)}`,
  );
}

/** The same range over microseconds since 1970. */
function inMicros(range: Range): Range {
  const micros = (bound: Bound | null): Bound | null =>
    !bound || bound.kind === 'number' ? bound : { ...bound, epoch: Math.round(bound.epoch * 1000) };
  return { ...range, min_value: micros(range.min_value), max_value: micros(range.max_value) };
}

function typed({ name, sqlType }: Column): string {
  return `column ${shown(name)} is of type ${sqlType}`;
}
