import type { Row } from '../engine/duckdb';
import type { Answers, Planned, PlannedExpectation, Query } from '../expectations/define';
import { ExpectationError } from '../expectations/expectation-error';
import { attempt } from '../suite-plan';
import { COUNT_ROWS, Figures, type Aggregation, type Table } from '../table/table';
import { columnsOf, filtered, filteredRows, type Engine } from './engine';
import { figuresOf, type FirstWave } from './first-wave';
import { assertReadable, databaseError, isolated } from './isolated';

/** The queries of a plan whose first figures are known. */
interface Asked {
  plan: PlannedExpectation;
  figures: Figures;
  queries: readonly Query[];
  /** The aggregates among the queries. */
  job?: Aggregation | undefined;
}

/** The answers to the queries of each plan; aggregates of all plans share a scan. */
export async function secondWave(
  engine: Engine,
  { table, plans, figures }: FirstWave,
): Promise<(Answers | ExpectationError)[]> {
  const asked = plans.map((plan, index) => attempt(() => askedOf(plan, figures[index])));
  const jobs = asked.flatMap((each) => (each instanceof ExpectationError ? [] : (each.job ?? [])));
  const found = jobs.length === 0 ? [] : await isolated(engine, table, jobs);
  const byJob = new Map(jobs.map((job, place) => [job, found[place]]));
  const answers: (Answers | ExpectationError)[] = [];
  for (const each of asked) {
    if (each instanceof ExpectationError) {
      answers.push(each);
      continue;
    }
    const values = each.job ? byJob.get(each.job) : new Map();
    answers.push(
      values instanceof ExpectationError
        ? values
        : await answersOf(engine, table, each, {
            figures:
              values && each.job ? figuresOf(expressionsOf(each.queries), values, each.plan) : each.figures,
          }),
    );
  }
  return answers;
}

/** @throws ExpectationError */
function askedOf(plan: Planned, figures: Figures | ExpectationError | undefined): Asked {
  if (plan instanceof ExpectationError) throw plan;
  if (figures instanceof ExpectationError) throw figures;
  if (!figures) throw new Error('a plan without figures');
  const queries = plan.second?.(figures) ?? [];
  return { plan, figures, queries, job: jobOf(queries, plan) };
}

function expressionsOf(queries: readonly Query[]): string[] {
  return queries.flatMap((query) => ('expressions' in query ? query.expressions : []));
}

function jobOf(queries: readonly Query[], { filter }: PlannedExpectation): Aggregation | undefined {
  const aggregates = queries.filter((query) => 'expressions' in query);
  if (aggregates.length === 0) return undefined;
  return {
    columns: [...columnsOf(aggregates), ...(filter?.columns ?? [])],
    expressions: [COUNT_ROWS, ...expressionsOf(aggregates)].map((expression) => filtered(expression, filter)),
  };
}

async function answersOf(
  { session }: Engine,
  table: Table,
  { queries, plan }: Asked,
  { figures }: { figures: Figures },
): Promise<Answers | ExpectationError> {
  const found: (readonly Row[])[] = [];
  for (const query of queries) {
    if ('expressions' in query) {
      found.push([]);
      continue;
    }
    const { columns, numbered = false, of = table, each } = query;
    const filter = query.of ? undefined : plan.filter;
    try {
      const text = query.sql(filteredRows(of, columns, { numbered, filter }));
      if (each) await session.each(text, each);
      found.push(each ? [] : await session.rows(text));
    } catch (error) {
      if (error instanceof ExpectationError) return error;
      await assertReadable(session, of, [...columns, ...(filter?.columns ?? [])]);
      return databaseError(error);
    }
  }
  return { rows: (place) => found[place] ?? [], figures };
}
