import type { Session } from '../engine/duckdb';
import type { Json } from '../json';
import type { Column } from './column';

/** Data as rows whose columns are known by place, so that no name of a column ever enters SQL. */
export interface Table {
  columns: Column[];
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

/** Figures of an aggregation by their expression; counts may be beyond what JSON numbers hold and are texts then. */
export class Figures {
  constructor(
    readonly rows: number,
    private readonly values: ReadonlyMap<string, Json>,
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

  private valueOf(expression: string): Json {
    const value = this.values.get(expression);
    if (value === undefined) throw new Error(`not among the figures: ${expression}`);
    return value;
  }
}

const COUNT_ROWS = 'count(*)';

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
  const expressions = [...new Set([COUNT_ROWS, ...checks, ...plan.expressions])];
  const selected = expressions.map((expression, index) => `${expression} AS a${index}`).join(', ');
  const [row = {}] = await session.rows(`SELECT ${selected} FROM (${table.rows(plan.columns)})`);
  const values = new Map(expressions.map((expression, index) => [expression, row[`a${index}`] ?? null]));
  const figures = new Figures(Number(values.get(COUNT_ROWS)), values);
  if (checks.some((check) => figures.count(check) > 0)) {
    return aggregate(session, await table.settled(), planFor);
  }
  return { table, plan, figures };
}
