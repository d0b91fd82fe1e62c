import type { Dialect } from '../engine/dialect';
import { isPlain, likeMatcher, likeParts, likePattern, likeRe2 } from '../patterns/like';
import { sqliteFloatText } from '../patterns/python-text';
import { valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { mapPlan } from './column-map';
import type { Plan, PlanContext } from './define';
import { distinctPlan } from './distinct-plan';
import { ExpectationError } from './expectation-error';
import { numberOf, textValueOf } from './pandas-text-plan';

export interface LikePlanParts {
  column: Column;
  patterns: readonly string[];
  escape: string | undefined;
  /** Which of the patterns a value has to match. */
  expected: 'any' | 'all' | 'none';
  mostly: number;
}

/**
 * The plan of an expectation about LIKE patterns, which are SQLite's: the case of ASCII letters does not matter, and no
 * character escapes unless one is named. Great Expectations' pandas engine has none.
 */
export function likePlan(
  { column, patterns, escape, expected, mostly }: LikePlanParts,
  { sql }: Pick<PlanContext, 'sql'>,
): Plan {
  if (column.family === 'text' || column.family === 'empty') {
    const value = textValueOf(column, sql);
    const matches = patterns.map((pattern) => likeCondition(value, pattern, escape, sql));
    const joined = matches.join(expected === 'all' ? ' AND ' : ' OR ');
    const failing = expected === 'none' ? `(${joined})` : `NOT (${joined})`;
    return mapPlan({ column, sql, mostly, condition: `${valueOf(column)} IS NOT NULL AND ${failing}` });
  }
  const matchers = patterns.map((pattern) => {
    const parts = likeParts(pattern, escape);
    return parts ? likeMatcher(parts) : () => false;
  });
  const textOf = sqliteText(column);
  return distinctPlan({
    column,
    sql,
    mostly,
    isUnexpected: (value) => {
      const text = textOf(value);
      const matches = (matcher: (text: string) => boolean) => matcher(text);
      if (expected === 'all') return !matchers.every(matches);
      return matchers.some(matches) !== (expected === 'any');
    },
  });
}

function likeCondition(value: string, pattern: string, escape: string | undefined, sql: Dialect): string {
  const parts = likeParts(pattern, escape);
  if (!parts) return 'false';
  return isPlain(parts) ? sql.like(value, likePattern(parts)) : sql.regexMatches(value, likeRe2(parts));
}

/** SQLite's text of a value, from the engine's. */
function sqliteText(column: Column): (text: string) => string {
  switch (column.family) {
    case 'float':
      return (text) => sqliteFloatText(numberOf(text));
    case 'decimal':
      return (text) => sqliteFloatText(Number(text));
    case 'boolean':
      return (text) => (text === 'true' ? '1' : '0');
    case 'list':
    case 'struct':
    case 'bytes':
      return () => {
        throw new ExpectationError(
          `column ${shown(column.name)} is of type ${column.sqlType}, whose values are no texts`,
        );
      };
    default:
      return (text) => text;
  }
}
