import type { Column } from '../table/column';
import { PatternError, pythonPattern, type PythonPattern } from '../patterns/python-pattern';
import { valueOf } from '../table/column';
import { shown } from '../wording';
import { mapPlan } from './column-map';
import type { Plan, PlanContext } from './define';
import { ExpectationError } from './expectation-error';
import { pandasTextPlan, textValueOf } from './pandas-text-plan';

export interface RegexPlanParts {
  column: Column;
  /** Python's regular expressions, each searched for anywhere in the text of a value. */
  regexes: readonly string[];
  /** Which of them a value has to match. */
  expected: 'any' | 'all' | 'none';
  mostly: number;
}

/**
 * The plan of an expectation about regular expressions: decided by the database where RE2 can, else by JavaScript over the
 * distinct values, and the result says so.
 * @throws ExpectationError for a pattern that Python refuses, or that cannot be followed
 */
export function regexPlan(
  { column, regexes, expected, mostly }: RegexPlanParts,
  { table, sql }: Pick<PlanContext, 'table' | 'sql'>,
): Plan {
  const patterns = regexes.map(readPattern);
  const stranger = patterns.find(({ re2 }) => re2 === undefined);
  const isText = column.family === 'text' || column.family === 'empty';
  if (isText && !stranger && patterns.every(({ re2 = '' }) => sql.canMatch?.(re2) ?? true)) {
    const value = textValueOf(column, sql);
    const matches = patterns.map(({ re2 = '' }) => sql.regexMatches(value, re2));
    const condition = `${valueOf(column)} IS NOT NULL AND ${failing(matches, expected)}`;
    return mapPlan({ column, sql, mostly, condition });
  }
  const details = stranger?.notRe2;
  return pandasTextPlan({
    column,
    table,
    sql,
    mostly,
    isUnexpected: (text) => !isExpected(patterns, text, expected),
    ...(details === undefined
      ? {}
      : {
          finish: (verdict) => ({
            ...verdict,
            result: { ...verdict.result, details: { evaluated_by: 'javascript', not_in_sql: details } },
          }),
        }),
  });
}

function readPattern(regex: string): PythonPattern {
  const following = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      throw new ExpectationError(`the regular expression ${shown(regex)} cannot be used: ${error.message}`);
    }
  };
  const pattern = following(() => pythonPattern(regex));
  return { ...pattern, search: (text) => following(() => pattern.search(text)) };
}

function failing(matches: readonly string[], expected: 'any' | 'all' | 'none'): string {
  if (expected === 'none') return `(${matches.join(' OR ')})`;
  return `NOT (${matches.join(expected === 'any' ? ' OR ' : ' AND ')})`;
}

function isExpected(
  patterns: readonly PythonPattern[],
  text: string,
  expected: 'any' | 'all' | 'none',
): boolean {
  const matches = ({ search }: PythonPattern) => search(text);
  if (expected === 'all') return patterns.every(matches);
  return patterns.some(matches) === (expected === 'any');
}
