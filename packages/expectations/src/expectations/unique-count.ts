import { valueOf, type Column } from '../table/column';
import type { Figures } from '../table/table';
import { shown } from '../wording';
import { presence, presentCount } from './column-map';
import type { Answers, Plan, PlanContext, Query, Verdict } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';

export interface UniqueCount {
  rows: number;
  /** How many rows have a value. */
  present: number;
  /** How many values differ from each other. */
  unique: number;
}

/**
 * With more rows than this a column is grouped by a query of its own, which the database can do on disk; with fewer, all
 * columns share a scan.
 */
const SHARED_ROWS = 2_000_000;

/** The plan of an expectation about how many values differ; missing ones are not counted. */
export function uniqueCountPlan(
  name: string,
  { table, sql }: PlanContext,
  judge: (count: UniqueCount) => Verdict,
): Plan {
  const column = findColumn(table, name);
  const value = valueOf(column);
  const counted = sql.countDistinct(value);
  return {
    columns: [column],
    expressions: [presentCount(column)],
    second: (figures): Query[] => {
      const { present } = presence(figures, column);
      if (present === 0) return [];
      assertHashable(column);
      return present <= SHARED_ROWS
        ? [{ columns: [column], expressions: [counted] }]
        : [{ columns: [column], sql: (rows) => `SELECT count(*) AS n FROM (${grouped(value, rows)}) AS g` }];
    },
    verdict: (figures, answers) => {
      const { rows, present } = presence(figures, column);
      return judge({ rows, present, unique: uniqueOf({ figures, answers, counted, column }) });
    },
  };
}

function grouped(value: string, rows: string): string {
  return `SELECT ${value} FROM ${rows} AS r WHERE ${value} IS NOT NULL GROUP BY ${value}`;
}

interface Counted {
  figures: Figures;
  answers: Answers;
  counted: string;
  column: Column;
}

function uniqueOf({ figures, answers, counted, column }: Counted): number {
  const { present } = presence(figures, column);
  if (present === 0) return 0;
  return present <= SHARED_ROWS ? answers.figures.count(counted) : Number(answers.rows(0)[0]?.['n']);
}

/** @throws ExpectationError for lists and structures, which Python does not tell apart by value */
export function assertHashable({ name, family, sqlType }: Column): void {
  if (family === 'list' || family === 'struct') {
    throw new ExpectationError(
      `column ${shown(name)} is of type ${sqlType}, whose values pandas cannot count: they are not hashable`,
    );
  }
}
