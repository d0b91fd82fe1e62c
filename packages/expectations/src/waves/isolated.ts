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
  const found = new Map<Aggregation, Values | ExpectationError>();
  const compute = async (some: readonly Aggregation[]): Promise<void> => {
    const values = await computeAll(session, table, {
      columns: columnsOf(some),
      expressions: some.flatMap(({ expressions }) => expressions),
    });
    for (const job of some) found.set(job, values);
  };
  const part = async (some: readonly Aggregation[]): Promise<void> => {
    const middle = Math.ceil(some.length / 2);
    const halves = some.length > 1 ? [some.slice(0, middle), some.slice(middle)] : [some];
    for (const half of halves) {
      try {
        await compute(half);
      } catch (error) {
        const [job] = half;
        if (half.length > 1) await part(half);
        else if (job) found.set(job, databaseError(error));
      }
    }
  };
  for (const batch of batches(jobs, table.expressionsAtOnce ?? Infinity)) {
    try {
      await compute(batch);
    } catch {
      await assertReadable(session, table, columnsOf(batch));
      await part(batch);
    }
  }
  return jobs.map((job) => found.get(job) ?? new Map());
}

/** Jobs for one query each; those over the same columns stay together. */
export function batches<T extends { columns: readonly Column[]; expressions: readonly string[] }>(
  jobs: readonly T[],
  expressionsAtOnce: number,
): T[][] {
  const count = jobs.reduce((sum, { expressions }) => sum + expressions.length, 0);
  if (count <= expressionsAtOnce) return jobs.length === 0 ? [] : [[...jobs]];
  const first = ({ columns }: T) => columns[0]?.index ?? -1;
  const made: T[][] = [];
  let room = 0;
  for (const job of [...jobs].sort((left, right) => first(left) - first(right))) {
    const last = made.at(-1);
    if (last && job.expressions.length <= room) last.push(job);
    else {
      made.push([job]);
      room = expressionsAtOnce;
    }
    room -= job.expressions.length;
  }
  return made;
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
