import type { Session } from '../engine/duckdb';
import type { Json } from '../json';
import type { Column } from './column';

/** Data as rows whose columns are known by place, so that no name of a column ever enters SQL. */
export interface Table {
  columns: Column[];
  /** About how many rows there are; of compressed text it may be far off. Infinity where nobody knows. */
  estimatedRows: number;
  /**
   * How many expressions one query may have, where several queries over fewer columns each are cheaper than one over all:
   * planning takes time that is quadratic in them. Default: any number.
   */
  expressionsAtOnce?: number;
  /**
   * A query of all rows with the `valueOf` each of the given columns.
   * `numbered` adds `i`, the 0-based number of the row in the order of the file.
   */
  rows(columns: readonly Column[], options?: { numbered?: boolean }): string;
  /**
   * Aggregates over those rows that are all 0 where the types of the columns hold. Types are taken from the first
   * rows; a later row can refute them.
   */
  checks(columns: readonly Column[]): string[];
  /** The same file with types that hold for all of its rows. */
  settled(): Promise<Table>;
  /** For formats of text: what identifies a value as it stands in the file, in `rows`; NULL where it is missing. */
  textIn?(column: Column): string;
}

/** What a query over a table needs: which columns, and one expression per figure. */
export interface Aggregation {
  columns: readonly Column[];
  /** Expressions over `valueOf` the columns; equal ones are computed once. */
  expressions: readonly string[];
}

/** Exact order statistics of a column of numbers or times. */
export interface Quantiles {
  column: Column;
  /** Probabilities, 0 to 1. */
  at: readonly number[];
}

/** The two values around a quantile; of times in microseconds since 1970. */
export interface Quantile {
  /** The values at the whole ranks below and above `at * (n - 1)`, of n values in ascending order, counted from 0. */
  lower: number;
  upper: number;
  /** How far between them it lies, from 0 to below 1. */
  fraction: number;
}

/** Figures of an aggregation by their expression; counts may be beyond what JSON numbers hold and are texts then. */
export class Figures {
  constructor(
    readonly rows: number,
    private readonly values: ReadonlyMap<string, Json>,
    private readonly quantiles: ReadonlyMap<string, Quantile | null> = new Map(),
  ) {}

  count(expression: string): number {
    return Number(this.valueOf(expression));
  }

  /** null where there was nothing to compute it from; NaN and the infinities are themselves. */
  number(expression: string): number | null {
    const value = this.valueOf(expression);
    return value === null ? null : Number(value);
  }

  json(expression: string): Json {
    return this.valueOf(expression);
  }

  /** These figures and quantiles besides. */
  with(quantiles: ReadonlyMap<string, Quantile | null>): Figures {
    return new Figures(this.rows, this.values, quantiles);
  }

  /** null where the column has no value. */
  quantile(column: Column, at: number): Quantile | null {
    const found = this.quantiles.get(quantileKey(column, at));
    if (found === undefined) throw new Error(`not among the quantiles: ${at} of ${column.name}`);
    return found;
  }

  private valueOf(expression: string): Json {
    const value = this.values.get(expression);
    if (value === undefined) throw new Error(`not among the figures: ${expression}`);
    return value;
  }
}

export function quantileKey({ index }: Column, at: number): string {
  return `${index}/${at}`;
}

/** The number of rows, as an expression. */
export const COUNT_ROWS = 'count(*)';

/** Computes expressions over a table's rows, in one scan; equal ones are computed once. */
export async function computeAll(
  session: Session,
  table: Table,
  { columns, expressions }: Aggregation,
): Promise<Map<string, Json>> {
  const distinct = [...new Set(expressions)];
  if (distinct.length === 0) return new Map();
  const selected = distinct.map((expression, index) => `${expression} AS a${index}`).join(', ');
  const [row = {}] = await session.rows(`SELECT ${selected} FROM (${table.rows(columns)}) AS t`);
  return new Map(distinct.map((expression, index) => [expression, row[`a${index}`] ?? null]));
}

/**
 * Computes all figures in one scan. Where the scan refutes the table's types, the types are settled over the whole
 * file, the plan is made anew, and a second scan decides.
 */
export async function aggregate<P extends Aggregation>(
  session: Session,
  table: Table,
  planFor: (table: Table) => P,
): Promise<{ table: Table; plan: P; figures: Figures }> {
  const plan = planFor(table);
  const checks = table.checks(plan.columns);
  const values = await computeAll(session, table, {
    columns: plan.columns,
    expressions: [COUNT_ROWS, ...checks, ...plan.expressions],
  });
  const figures = new Figures(Number(values.get(COUNT_ROWS)), values);
  if (checks.some((check) => figures.count(check) > 0)) {
    return aggregate(session, await table.settled(), planFor);
  }
  return { table, plan, figures };
}
