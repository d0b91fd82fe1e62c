import type { Dialect } from '../engine/dialect';
import type { Planned, PlannedExpectation, RowFilter } from '../expectations/define';
import { ExpectationError } from '../expectations/expectation-error';
import type { Json } from '../json';
import { valueOf, type Column } from '../table/column';
import {
  Figures,
  quantileKey,
  type Aggregation,
  type Quantile,
  type Quantiles,
  type Table,
} from '../table/table';
import { countedValues, mayBeCounted } from './counted-values';
import { filtered, type Engine } from './engine';
import { databaseError, isolated } from './isolated';
import { orderedValue, orderStatistics } from './order-statistics';

/** Values that a database orders in one scan; more of one column are counted in bins instead. */
export const ORDERED_VALUES = 20_000_000;

/** An aggregate: how many values the quantiles are of. */
export function presentOf({ column }: { column: Column }): string {
  return `count(${valueOf(column)})`;
}

/**
 * The two middle values as one aggregate that need not know how many values there are: the second probability is the
 * next rank of an even number of values and the same one of an odd number, up to 10^9 / 2 of them.
 */
export function middleOf(column: Column, sql: Dialect): string {
  return sql.discreteQuantiles(sortedValue(column, sql), [0.5, 0.5 + 1e-9]);
}

/** What a database sorts. Whole numbers as they are, which takes half the time: as doubles they have the same order. */
function sortedValue(column: Column, sql: Dialect): string {
  return column.family === 'integer' ? valueOf(column) : orderedValue(column, sql);
}

/** Whether the first scan answers it best, where it has the memory. */
export function isMedian({ column, at }: Quantiles, table: Table): boolean {
  return at.every((each) => each === 0.5) && !mayBeCounted(column, table);
}

interface Wanted {
  column: Column;
  filter: RowFilter | undefined;
  at: Set<number>;
  present: number;
}

type Found = Map<number, Quantile> | ExpectationError;

/**
 * The figures with the exact order statistics that the plans ask for.
 * @param early whether medians were asked for in the first scan, by `middleOf`
 */
export async function withQuantiles(
  engine: Engine,
  table: Table,
  {
    plans,
    figures,
    early,
  }: { plans: readonly Planned[]; figures: readonly (Figures | ExpectationError)[]; early: boolean },
): Promise<(Figures | ExpectationError)[]> {
  const wanted = new Map<string, Wanted>();
  for (const [index, plan] of plans.entries()) {
    const own = figures[index];
    if (plan instanceof ExpectationError || !(own instanceof Figures)) continue;
    for (const quantiles of plan.quantiles ?? []) {
      if (early && isMedian(quantiles, table)) continue;
      const { column, at } = quantiles;
      const key = keyOf(column, plan.filter);
      const present = own.count(presentOf(quantiles));
      const entry = wanted.get(key) ?? { column, filter: plan.filter, at: new Set(), present };
      for (const each of at) entry.at.add(each);
      wanted.set(key, entry);
    }
  }
  const found = await ordered(engine, table, wanted);
  return figures.map((own, index) => {
    const plan = plans[index];
    if (!plan || plan instanceof ExpectationError || own instanceof ExpectationError) return own;
    return completed(own, plan, { found, early, table, sql: engine.sql });
  });
}

function keyOf({ index }: Column, filter: RowFilter | undefined): string {
  return `${index}/${filter?.sql ?? ''}`;
}

function completed(
  own: Figures,
  plan: PlannedExpectation,
  {
    found,
    early,
    table,
    sql,
  }: { found: ReadonlyMap<string, Found>; early: boolean; table: Table; sql: Dialect },
): Figures | ExpectationError {
  const values = new Map<string, Quantile | null>();
  for (const quantiles of plan.quantiles ?? []) {
    const { column, at } = quantiles;
    if (early && isMedian(quantiles, table)) {
      values.set(
        quantileKey(column, 0.5),
        readMiddle(own.json(middleOf(column, sql)), own.count(presentOf(quantiles))),
      );
      continue;
    }
    const statistics = found.get(keyOf(column, plan.filter));
    if (statistics instanceof ExpectationError) return statistics;
    for (const each of at) values.set(quantileKey(column, each), statistics?.get(each) ?? null);
  }
  return values.size === 0 ? own : own.with(values);
}

function readMiddle(list: Json, present: number): Quantile | null {
  if (!Array.isArray(list) || present === 0) return null;
  return { lower: Number(list[0]), upper: Number(list[1]), fraction: present % 2 === 0 ? 0.5 : 0 };
}

/** Columns share scans as far as their values can be ordered at once. */
async function ordered(
  engine: Engine,
  table: Table,
  wanted: ReadonlyMap<string, Wanted>,
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  for (const [key, entry] of wanted) {
    const counted = entry.present > 0 ? await counts(engine, table, entry) : undefined;
    if (counted) found.set(key, counted);
  }
  const rest = [...wanted].filter(([key]) => !found.has(key));
  const small = rest.filter(([, { present }]) => present > 0 && present <= ORDERED_VALUES);
  for (const batch of batches(small)) {
    const jobs = batch.map(([, entry]) => jobOf(entry, engine.sql));
    const values = await isolated(engine, table, jobs);
    for (const [place, [key, entry]] of batch.entries()) {
      const own = values[place];
      const [expression = ''] = jobs[place]?.expressions ?? [];
      found.set(key, own instanceof ExpectationError ? own : readList(own?.get(expression) ?? null, entry));
    }
  }
  for (const [key, entry] of rest) {
    if (entry.present <= ORDERED_VALUES) continue;
    try {
      found.set(
        key,
        around(entry, await orderStatistics(engine, table, { ...entry, ranks: ranksOf(entry) })),
      );
    } catch (error) {
      found.set(key, databaseError(error));
    }
  }
  return found;
}

/** From the counts of the values, where that is the cheaper way. */
async function counts(engine: Engine, table: Table, entry: Wanted): Promise<Found | undefined> {
  if (!mayBeCounted(entry.column, table)) return undefined;
  try {
    const values = await countedValues(engine, table, { ...entry, ranks: ranksOf(entry) });
    return values && around(entry, values);
  } catch (error) {
    return databaseError(error);
  }
}

function batches(entries: readonly [string, Wanted][]): [string, Wanted][][] {
  const made: [string, Wanted][][] = [];
  let room = 0;
  for (const entry of entries) {
    const [, { present }] = entry;
    const last = made.at(-1);
    if (last && present <= room) last.push(entry);
    else {
      made.push([entry]);
      room = ORDERED_VALUES;
    }
    room -= present;
  }
  return made;
}

function jobOf(entry: Wanted, sql: Dialect): Aggregation {
  const { column, filter, present } = entry;
  const at = ranksOf(entry).map((rank) => (rank + 0.5) / present);
  return {
    columns: [column, ...(filter?.columns ?? [])],
    expressions: [filtered(sql.discreteQuantiles(sortedValue(column, sql), at), filter)],
  };
}

function ranksOf({ at, present }: Wanted): number[] {
  const ranks = [...at].flatMap((each) => {
    const { lower, upper } = placeOf(each, present);
    return [lower, upper];
  });
  return [...new Set(ranks)].sort((left, right) => left - right);
}

/** The whole ranks around a quantile, from 0. */
function placeOf(at: number, present: number): { lower: number; upper: number; fraction: number } {
  const place = at * (present - 1);
  const lower = Math.floor(place);
  return { lower, upper: Math.min(Math.ceil(place), present - 1), fraction: place - lower };
}

function readList(list: Json, entry: Wanted): Found {
  const values = Array.isArray(list) ? list.map(Number) : [];
  return around(entry, new Map(ranksOf(entry).map((rank, place) => [rank, values[place] ?? NaN])));
}

function around({ at, present }: Wanted, values: ReadonlyMap<number, number>): Map<number, Quantile> {
  return new Map(
    [...at].map((each) => {
      const { lower, upper, fraction } = placeOf(each, present);
      return [each, { lower: values.get(lower) ?? NaN, upper: values.get(upper) ?? NaN, fraction }];
    }),
  );
}
