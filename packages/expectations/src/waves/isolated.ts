import type { Session } from '../engine/duckdb';
import { firstLineOf } from '../engine/error-message';
import { ExpectationError } from '../expectations/expectation-error';
import type { Json } from '../json';
import { valueOf, type Column } from '../table/column';
import { computeAll, COUNT_ROWS, type Aggregation, type Table } from '../table/table';
import { columnsOf, type Engine } from './engine';

/** Figures by their expression. */
export type Values = ReadonlyMap<string, Json>;

/**
 * Computes what several jobs ask for, in one scan. Where the database fails at it, jobs are parted until those that it
 * fails at stand alone: each of these is an error of its own, and the others have their figures.
 * @throws where the rows themselves cannot be read
 */
export async function isolated(
  { session }: Engine,
  table: Table,
  jobs: readonly Aggregation[],
): Promise<(Values | ExpectationError)[]> {
  const compute = async (some: readonly Aggregation[]): Promise<Values[]> => {
    const values = await computeAll(session, table, {
      columns: columnsOf(some),
      expressions: some.flatMap(({ expressions }) => expressions),
    });
    return some.map(() => values);
  };
  const part = async (some: readonly Aggregation[]): Promise<(Values | ExpectationError)[]> => {
    const middle = Math.ceil(some.length / 2);
    const halves = some.length > 1 ? [some.slice(0, middle), some.slice(middle)] : [some];
    const found: (Values | ExpectationError)[] = [];
    for (const half of halves) {
      try {
        found.push(...(await compute(half)));
      } catch (error) {
        found.push(...(half.length > 1 ? await part(half) : [databaseError(error)]));
      }
    }
    return found;
  };
  try {
    return await compute(jobs);
  } catch {
    await assertReadable(session, table, columnsOf(jobs));
    return part(jobs);
  }
}

/** @throws the database's error where the values of the columns cannot be read */
export async function assertReadable(
  session: Session,
  table: Table,
  columns: readonly Column[],
): Promise<void> {
  const counts = columns.map((column) => `count(${valueOf(column)})`);
  await computeAll(session, table, {
    columns,
    expressions: [COUNT_ROWS, ...counts, ...table.checks(columns)],
  });
}

/** The error of a database as that of the one expectation whose query it was. */
export function databaseError(error: unknown): ExpectationError {
  return new ExpectationError(`the database cannot evaluate it: ${firstLineOf(error)}`);
}
