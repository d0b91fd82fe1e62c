import { validateValue } from '@modelgate/contracts';
import type { z } from 'zod';
import type { Dialect } from '../engine/dialect';
import type { Row } from '../engine/duckdb';
import type { Json, JsonObject } from '../json';
import type { Column } from '../table/column';
import type { Figures, Quantiles, Table } from '../table/table';
import type { ResultDetail } from '../validation-result';
import type { ExpectationError } from './expectation-error';

/**
 * How an expectation is written: one file of its name, one `defineExpectation`, one line in `registry.ts`. `plan` tells
 * what the database computes, `verdict` judges it, `tell` says it in words. No plan knows of row conditions, suite
 * parameters, examples or result formats: the planner restricts every query to the rows of the row condition.
 *
 * One figure of a column (`statisticPlan`), every value of a column (`mapPlan`), several columns (`rowsPlan`):
 *
 *     plan: (kwargs, context) => statisticPlan(kwargs, context, { noun: 'maximum', expressions: (column) => [`max(${valueOf(column)})`] })
 *     plan: (kwargs, { table, sql }) => mapPlan({ column, mostly, sql, condition: `NOT ${sql.like(valueOf(column), '%a')}` })
 *     plan: (kwargs, { table, sql }) => rowsPlan({ columns: [a, b], ignoreRowIf: 'both_values_are_missing', mostly, sql, condition: `${valueOf(a)} <> ${valueOf(b)}` })
 *
 * A condition over neighbouring rows or groups (`i` is the number of the row; windows are over the rows with a value):
 *
 *     mapPlan({ column, mostly, sql, derived: { d0: `lag(${v}) OVER (ORDER BY i)` }, condition: `${v} < d0` })
 *
 * What SQL cannot decide is decided by JavaScript over the distinct values:
 *
 *     plan: (kwargs, { table, sql }) => distinctPlan({ column, mostly, sql, isUnexpected: (text) => !parses(text) })
 *
 * Anything else is a plan written out: first figures, then queries that depend on them, then the verdict:
 *
 *     plan: () => ({
 *       columns: [column],
 *       expressions: [presentCount(column), sql.mean(v)],
 *       second: (figures) => [{ columns: [column], sql: (rows) => `SELECT ${v}, count(*) AS n FROM ${rows} GROUP BY ${v}` }],
 *       verdict: (figures, answers) => ({ success: answers.rows(0).length > 2, result: { observed_value: figures.number(sql.mean(v)) } }),
 *     })
 */
export interface Plan {
  /** All columns that the expressions and quantiles mention. */
  columns: readonly Column[];
  /**
   * Figures of the first scan, over `valueOf` the columns: each exactly one aggregate call, as `FILTER (WHERE ...)` is put
   * behind it. What needs several calls is combined in `verdict`.
   */
  expressions: readonly string[];
  /** Exact order statistics of columns of numbers or times, read by `figures.quantile`. */
  quantiles?: readonly Quantiles[];
  /** Where single rows can be at fault. */
  unexpected?: Unexpected;
  /** Queries that are run when the first figures are known. @throws ExpectationError */
  second?(figures: Figures): readonly Query[];
  /** @throws ExpectationError where the data cannot be compared at all */
  verdict(figures: Figures, answers: Answers): Verdict;
}

/** Which rows do not meet an expectation, and what of them is listed. */
export interface Unexpected {
  /** Columns whose values are listed: of one column the value, of several a list (`pair`) or an object by name. */
  columns: readonly Column[];
  /** How the values of several columns are listed. Default: `record`. */
  shape?: 'pair' | 'record';
  /** Further columns that the conditions mention. */
  further?: readonly Column[];
  /**
   * SQL that is true exactly for the unexpected rows, over `valueOf` the columns, the names in `derived` and, where there
   * are any, `i`. As a function it gets the rows that are considered, a relation of its own: `v3 IN (SELECT v3 FROM ${rows} ...)`.
   */
  condition: string | ((rows: string) => string);
  /** Rows that window expressions and the function form see. Default: all. */
  considered?: string;
  /** Window expressions by name; `i` in them is the number of the row. */
  derived?: Readonly<Record<string, string>>;
}

/** One query of the second wave, over the rows of the expectation. */
export type Query = AggregateQuery | RowsQuery;

/** Aggregates as in the first scan, one call each; those of all expectations share a scan. Read by `answers.figures`. */
export interface AggregateQuery {
  columns: readonly Column[];
  expressions: readonly string[];
}

/** A query of its own; read by `answers.rows`, in the order of the queries. */
export interface RowsQuery {
  columns: readonly Column[];
  /** Whether the rows have their number `i`. */
  numbered?: boolean;
  /** Another table to query, from `context.other`; the row condition is not applied to it. */
  of?: Table;
  /** @param rows a relation: a name or a query in parentheses */
  sql(rows: string): string;
  /** Takes the rows one by one, where they may be too many to keep; `answers.rows` is empty then. */
  each?(row: Row): void;
}

/** What the second wave found. */
export interface Answers {
  /** Of the query at a place in what `second` returned. */
  rows(place: number): readonly Row[];
  /** Of the aggregates. */
  figures: Figures;
}

export interface Verdict {
  success: boolean;
  /** What Great Expectations reports at its COMPLETE format, without the values of single rows. */
  result: ResultDetail;
  /** In place of the plan's, where the condition depends on figures. */
  unexpected?: Unexpected;
}

/** An outcome in words. */
export interface Telling {
  /** What was expected: `every value of age lies between 0 and 100`. */
  expected: string;
  /** What was found, where the expectation failed. */
  found: string;
  /** Whether `found` already says which values are at fault. */
  complete?: boolean;
  /** What may mend it. */
  fix: string;
}

export interface PlanContext {
  table: Table;
  /** How the engine of the data spells SQL. */
  sql: Dialect;
  /** Whether type lists are read exactly as Great Expectations' pandas engine reads them. */
  strictTypes: boolean;
  /** The folder of the suite's file, from which files that it names are found. */
  folder?: string;
  /** A further table of the run by its name. @throws ExpectationError that names the tables there are */
  other(name: string): Table;
}

/** The one shape of an expectation; `K` are its arguments as the schema reads them. */
export interface ExpectationParts<S extends z.ZodType> {
  type: string;
  kwargs: S;
  /** @throws ExpectationError, for a missing column for one */
  plan(kwargs: z.output<S>, context: PlanContext): Plan;
  tell(kwargs: z.output<S>, result: ResultDetail): Telling;
}

/** An expectation whose arguments are read when it is used. */
export interface ExpectationDefinition {
  type: string;
  /** @throws UserError that names `where` and the key, or ExpectationError */
  plan(kwargs: JsonObject, context: PlanContext, where: string): Plan;
  tell(kwargs: JsonObject, result: ResultDetail): Telling;
}

/** The plan of an expectation, or why there is none. */
export type Planned = PlannedExpectation | ExpectationError;
/** The verdict of an expectation, or why there is none. */
export type Judged = Verdict | ExpectationError;

/** A plan and the rows that it is about. */
export interface PlannedExpectation extends Plan {
  /** The row condition; undefined for all rows. */
  filter?: RowFilter;
  /** Columns by which rows are named in place of their numbers. */
  keys?: readonly Column[];
}

export interface RowFilter {
  sql: string;
  columns: readonly Column[];
}

export function defineExpectation<S extends z.ZodType>(parts: ExpectationParts<S>): ExpectationDefinition {
  const read = (kwargs: JsonObject, where: string): z.output<S> =>
    validateValue(parts.kwargs, kwargs as Json, { filePath: where });
  return {
    type: parts.type,
    plan: (kwargs, context, where) => parts.plan(read(kwargs, where), context),
    tell: (kwargs, result) => parts.tell(read(kwargs, parts.type), result),
  };
}
