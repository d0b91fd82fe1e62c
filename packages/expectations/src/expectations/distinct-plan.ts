import type { Dialect } from '../engine/dialect';
import type { Row } from '../engine/duckdb';
import { valueOf, type Column } from '../table/column';
import { mapVerdict, presentCount } from './column-map';
import type { Plan, Verdict } from './define';

export interface DistinctPlanParts {
  column: Column;
  sql: Dialect;
  mostly: number;
  /** Whether a value, as text, is unexpected; called once for each distinct one. @throws ExpectationError */
  isUnexpected(text: string): boolean;
  /** The text of a value, an SQL expression. Default: the dialect's lossless text. */
  text?: string;
  /** Changes the verdict: details for one. */
  finish?(verdict: Verdict): Verdict;
}

/**
 * The plan of an expectation about every value that is there, which SQL cannot decide: the distinct values are read, and
 * JavaScript decides for each.
 */
export function distinctPlan({
  column,
  sql,
  mostly,
  isUnexpected,
  text = sql.textOf(column),
  finish = (verdict) => verdict,
}: DistinctPlanParts): Plan {
  const present = presentCount(column);
  const value = valueOf(column);
  const among = (texts: readonly string[]) => {
    if (texts.length === 0) return 'false';
    return texts.length <= FEW ? `${text} IN (${sql.texts(texts)})` : sql.isOneOf(text, texts);
  };
  return {
    columns: [column],
    expressions: [present],
    second: () => {
      return [
        {
          columns: [column],
          sql: (rows) =>
            `SELECT ${sql.text(GUARD)} || d.x AS x, count(*) AS n FROM (SELECT ${text} AS x FROM ${rows} AS t WHERE ${value} IS NOT NULL) AS d GROUP BY d.x`,
        },
      ];
    },
    verdict: (figures, answers) => {
      let unexpected = 0;
      const texts: string[] = [];
      const others: string[] = [];
      for (const row of answers.rows(0)) {
        const found = distinctText(row);
        if (isUnexpected(found)) {
          unexpected += Number(row['n']);
          texts.push(found);
        } else {
          others.push(found);
        }
      }
      const verdict = mapVerdict({ rows: figures.rows, present: figures.count(present), unexpected }, mostly);
      return finish({
        ...verdict,
        unexpected: {
          columns: [column],
          condition:
            texts.length <= others.length ? among(texts) : `${value} IS NOT NULL AND NOT (${among(others)})`,
        },
      });
    },
  };
}

/** As many texts stand in SQL one by one. */
const FEW = 200;

/** A byte order mark at the very beginning of a text is lost on its way from the database. */
const GUARD = '.';

/** The text of one of the distinct values, from the first answer to a distinct plan. */
export function distinctText(row: Row): string {
  return String(row['x'] ?? GUARD).slice(GUARD.length);
}
