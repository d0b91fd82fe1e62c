import type { DataProfile } from '@modelgate/contracts';
import { isNumber } from '../profile/binned-columns';
import { binCountsSql, mapEntries, readBinCounts, type BinCounts } from '../profile/bin-counts';
import type { Reading } from '../profile/frequent-values';
import { isCategory } from '../profile/column-figures';
import type { Dialect } from '../engine/dialect';
import type { Row } from '../engine/duckdb';
import { doubleOf, valueOf, type Column } from '../table/column';
import { jsonOf } from '../table/json-value';
import { aggregate, type Figures } from '../table/table';

type ReferenceColumn = DataProfile['columns'][number];

/** A column that both have. */
export interface Pair {
  reference: ReferenceColumn;
  column: Column;
}

/** What the current data has where the reference has its bins and categories. */
export interface CurrentFigures {
  rows: number;
  present: number;
  /** The mean of the differences from the reference's mean; null where one of the two has none. */
  offset: number | null;
  min: number | null;
  max: number | null;
  bins?: BinCounts;
  /** Counts by category of those that the reference lists. */
  known?: Map<string, number>;
  /** Further values, the most frequent first: what the reference lists not. */
  others: { value: string; count: number }[];
}

/** How many of the further values are told. */
const TOLD = 5;

/** The category of a value in counts: as its JSON, so that a text and a number of the same letters differ. */
export function categoryOf(value: unknown): string {
  return JSON.stringify(value);
}

/** One scan of the current data, and a query per column with values that the reference does not list. */
export async function currentFigures(
  reading: Reading,
  pairsOf: (columns: readonly Column[]) => readonly Pair[],
): Promise<{ reading: Reading; rows: number; pairs: readonly Pair[]; figures: Map<Column, CurrentFigures> }> {
  const { session, sql } = reading;
  const { table, plan, figures } = await aggregate(session, reading.table, ({ columns }) => {
    const pairs = pairsOf(columns);
    return {
      pairs,
      columns: pairs.map(({ column }) => column),
      expressions: pairs.flatMap((pair) => Object.values(callsOf(pair, reading))),
    };
  });
  const settled = { session, sql, table };
  const found = new Map<Column, CurrentFigures>();
  for (const pair of plan.pairs) found.set(pair.column, await figuresOf(pair, settled, figures));
  return { reading: settled, rows: figures.rows, pairs: plan.pairs, figures: found };
}

export function edgesOf({ partition_object: partition }: ReferenceColumn): number[] | undefined {
  return partition && 'bins' in partition ? partition.bins : undefined;
}

/** The aggregates of a column; those that it does not need are NULL. */
export function callsOf({ reference, column }: Pair, { sql }: Pick<Reading, 'sql'>) {
  const x = isNumber(column) ? doubleOf(column) : undefined;
  const edges = edgesOf(reference);
  const listed = isCategory(column) ? knownTexts(reference, column, sql.texts) : undefined;
  const text = sql.textOf(column);
  return {
    present: `count(${valueOf(column)})`,
    offset:
      x === undefined || reference.mean === null ? 'NULL' : sql.mean(`${x} - ${sql.double(reference.mean)}`),
    min: x === undefined ? 'NULL' : `min(${x})`,
    max: x === undefined ? 'NULL' : `max(${x})`,
    bins: x === undefined || edges === undefined ? 'NULL' : binCountsSql(x, edges, sql),
    known: listed === undefined ? 'NULL' : `histogram(CASE WHEN ${text} IN (${listed}) THEN ${text} END)`,
  };
}

/** Values of the reference as the texts of the column's SQL; undefined where it lists none. */
function knownTexts(
  { values }: ReferenceColumn,
  { family }: Column,
  texts: (values: readonly string[]) => string,
): string | undefined {
  if (values.length === 0) return undefined;
  return texts(values.map(({ value }) => (family === 'boolean' ? String(value) : categoryText(value))));
}

function categoryText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function figuresOf(pair: Pair, reading: Reading, figures: Figures): Promise<CurrentFigures> {
  const read = readFigures(pair, reading, figures);
  return hasOthers(read) ? { ...read, others: await otherValues(pair, reading) } : read;
}

/** What the aggregates tell; `others` is left empty. */
export function readFigures(pair: Pair, reading: Pick<Reading, 'sql'>, figures: Figures): CurrentFigures {
  const { reference, column } = pair;
  const calls = callsOf(pair, reading);
  const edges = edgesOf(reference);
  const number = (call: string) => (call === 'NULL' ? null : figures.number(call));
  const bins = edges && calls.bins !== 'NULL' ? readBinCounts(figures.json(calls.bins), edges) : undefined;
  const known =
    calls.known === 'NULL'
      ? undefined
      : new Map(
          mapEntries(figures.json(calls.known)).map(({ key, count }) => [
            categoryOf(jsonOf(key, column)),
            count,
          ]),
        );
  return {
    rows: figures.rows,
    present: figures.count(calls.present),
    offset: number(calls.offset),
    min: number(calls.min),
    max: number(calls.max),
    ...(bins ? { bins } : {}),
    ...(known ? { known } : {}),
    others: [],
  };
}

/** Whether there are values that the reference does not list. */
export function hasOthers({ known, present }: CurrentFigures): boolean {
  return known !== undefined && [...known.values()].reduce((sum, count) => sum + count, 0) < present;
}

async function otherValues(pair: Pair, { session, table, sql }: Reading): Promise<CurrentFigures['others']> {
  return readOthers(await session.rows(otherValuesSql(pair, `(${table.rows([pair.column])})`, sql)));
}

export function readOthers(rows: readonly Row[]): CurrentFigures['others'] {
  return rows.map(({ value = null, n = 0 }) => ({ value: String(value), count: Number(n) }));
}

/** A query of the most frequent values that the reference does not list, for `readOthers`; `rows` is a relation. */
export function otherValuesSql({ reference, column }: Pair, rows: string, sql: Dialect): string {
  const text = sql.textOf(column);
  const listed = knownTexts(reference, column, sql.texts) ?? "''";
  return (
    `SELECT ${text} AS value, count(*) AS n FROM ${rows} AS t ` +
    `WHERE ${valueOf(column)} IS NOT NULL AND ${text} NOT IN (${listed}) GROUP BY 1 ORDER BY n DESC, value LIMIT ${TOLD}`
  );
}
