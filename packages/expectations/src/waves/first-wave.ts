import type { Planned, PlannedExpectation } from '../expectations/define';
import { ExpectationError } from '../expectations/expectation-error';
import type { Column } from '../table/column';
import { COUNT_ROWS, Figures, type Aggregation, type Table } from '../table/table';
import type { Dialect } from '../engine/dialect';
import { columnsOf, filtered, type Engine } from './engine';
import { isolated, type Values } from './isolated';
import { isMedian, middleOf, ORDERED_VALUES, presentOf, withQuantiles } from './quantiles';

export interface FirstWave {
  table: Table;
  plans: Planned[];
  /** Of each plan; an error where the database could not compute them. */
  figures: (Figures | ExpectationError)[];
}

/**
 * All figures of all plans in one scan. Where the scan refutes the table's types, these are settled over the whole file
 * and the plans made anew.
 */
export async function firstWave(
  engine: Engine,
  table: Table,
  planFor: (table: Table) => Planned[],
): Promise<FirstWave> {
  const plans = planFor(table);
  const early = ordersEarly(plans, table);
  const asked = plans.map((plan) =>
    plan instanceof ExpectationError ? [] : expressionsOf(plan, early ? table : undefined, engine.sql),
  );
  const jobs = plans.map((plan, index) =>
    plan instanceof ExpectationError ? undefined : jobOf(plan, asked[index] ?? []),
  );
  const made = jobs.filter((job) => job !== undefined);
  const columns = columnsOf(made);
  const checks = table.checks(columns);
  const found = await isolated(engine, table, [
    { columns: checks.length > 0 ? columns : [], expressions: [COUNT_ROWS, ...checks] },
    ...made,
  ]);
  const checked = found[0];
  if (checked && !(checked instanceof ExpectationError)) {
    const isRefuted = checks.some((check) => Number(checked.get(check)) > 0);
    if (isRefuted) return firstWave(engine, await table.settled(), planFor);
  }
  const byJob = new Map(made.map((job, place) => [job, found[place + 1]]));
  const figures = plans.map((plan, index): Figures | ExpectationError => {
    const job = jobs[index];
    if (plan instanceof ExpectationError) return plan;
    const values = job ? byJob.get(job) : undefined;
    return values instanceof ExpectationError
      ? values
      : figuresOf(asked[index] ?? [], values ?? new Map(), plan);
  });
  return { table, plans, figures: await withQuantiles(engine, table, { plans, figures, early }) };
}

/** Whether the medians fit into the memory of the first scan. */
function ordersEarly(plans: readonly Planned[], table: Table): boolean {
  const columns = new Set<Column>();
  for (const plan of plans) {
    if (plan instanceof ExpectationError) continue;
    for (const quantiles of plan.quantiles ?? [])
      if (isMedian(quantiles, table)) columns.add(quantiles.column);
  }
  return columns.size > 0 && columns.size * table.estimatedRows <= ORDERED_VALUES;
}

/**
 * What a plan asks of the first scan, without its row condition.
 * @param early the table, where its medians are among it
 */
function expressionsOf(
  { expressions, quantiles = [] }: PlannedExpectation,
  early: Table | undefined,
  sql: Dialect,
): string[] {
  const medians = early ? quantiles.filter((each) => isMedian(each, early)) : [];
  return [...expressions, ...quantiles.map(presentOf), ...medians.map(({ column }) => middleOf(column, sql))];
}

function jobOf(
  { columns, filter, quantiles = [] }: PlannedExpectation,
  expressions: readonly string[],
): Aggregation {
  return {
    columns: [...columns, ...quantiles.map(({ column }) => column), ...(filter?.columns ?? [])],
    expressions: [COUNT_ROWS, ...expressions].map((expression) => filtered(expression, filter)),
  };
}

/** Figures by the expressions as a plan wrote them. */
export function figuresOf(
  expressions: readonly string[],
  values: Values,
  { filter }: Pick<PlannedExpectation, 'filter'>,
): Figures {
  const own = expressions.map(
    (expression) => [expression, values.get(filtered(expression, filter)) ?? null] as const,
  );
  return new Figures(Number(values.get(filtered(COUNT_ROWS, filter))), new Map(own));
}
