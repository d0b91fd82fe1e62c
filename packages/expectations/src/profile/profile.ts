import type { DataSource } from '../data-source';
import type { Json } from '../json';
import { doubleOf, isNumeric, pandasType, valueOf, type Column, type Family } from '../table/column';
import { jsonNumber, jsonOf, textOf } from '../table/json-value';
import { withTable } from '../table/open-table';
import { aggregate, type Figures } from '../table/table';

/** Distinct values are counted exactly, and the most frequent ones listed, up to this many. */
const COUNTED_VALUES = 1_000;
const LISTED_VALUES = 20;

export interface ColumnProfile {
  name: string;
  /** pandas' dtype: `int64`, `float64`, `object`. */
  type: string;
  /** DuckDB's type: `BIGINT`, `DOUBLE`, `VARCHAR`. */
  sqlType: string;
  family: Family;
  missing: number;
  /** Distinct values, missing ones aside. */
  distinct: number;
  /** Whether `distinct` is a count and not an estimate; counted up to 1,000. */
  distinctExact: boolean;
  /** null where there is no value, or values have no order. */
  min: Json;
  max: Json;
  /** null for a column that holds no numbers. */
  mean: number | null;
  /** Whether all values are whole numbers. */
  whole: boolean;
  /** The most frequent values, at most 20; empty where `distinct` is an estimate. */
  values: { value: Json; count: number }[];
}

export interface Profile {
  rows: number;
  /** In the order of the file. */
  columns: ColumnProfile[];
}

/**
 * What a data file holds: one scan for types, missing values, ranges and means, and one more over the columns of few
 * distinct values for those values.
 * @throws UserError where the data cannot be read
 */
export async function profile({ data }: { data: DataSource }): Promise<Profile> {
  return withTable(data, async (session, opened) => {
    const { table, figures } = await aggregate(session, opened, ({ columns }) => ({
      columns,
      expressions: columns.flatMap((column) => Object.values(figuresOf(column))),
    }));
    const counted = table.columns.filter(
      (column) => isScalar(column) && figures.count(figuresOf(column).distinct) <= COUNTED_VALUES,
    );
    const histograms = await aggregate(session, table, () => ({
      columns: counted,
      expressions: counted.map(histogramOf),
    }));
    return {
      rows: figures.rows,
      columns: table.columns.map((column) =>
        profileOf(column, figures, counted.includes(column) ? histograms.figures : undefined),
      ),
    };
  });
}

function isScalar({ family }: Column): boolean {
  return family !== 'list' && family !== 'struct' && family !== 'bytes';
}

/** The aggregates that a column's profile is read from. */
function figuresOf(column: Column) {
  const value = valueOf(column);
  const numeric = isNumeric(column.family);
  return {
    present: `count(${value})`,
    distinct: isScalar(column) ? `approx_count_distinct(${value})` : '0',
    min: isScalar(column) ? `min(${value})` : 'NULL',
    max: isScalar(column) ? `max(${value})` : 'NULL',
    mean: numeric ? `favg(${doubleOf(column)})` : 'NULL',
    fractions: numeric ? `count_if(${doubleOf(column)} <> trunc(${doubleOf(column)}))` : '1',
  };
}

function histogramOf(column: Column): string {
  return `histogram(${textOf(column)})`;
}

function profileOf(column: Column, figures: Figures, histograms: Figures | undefined): ColumnProfile {
  const names = figuresOf(column);
  const present = figures.count(names.present);
  const values = histograms ? readHistogram(histograms.json(histogramOf(column)), column) : [];
  const exact = histograms !== undefined;
  const mean = figures.number(names.mean);
  return {
    name: column.name,
    type: pandasType(column, { rows: figures.rows, present }),
    sqlType: column.sqlType,
    family: column.family,
    missing: figures.rows - present,
    distinct: exact ? values.length : figures.count(names.distinct),
    distinctExact: exact,
    min: extreme(figures.json(names.min), column),
    max: extreme(figures.json(names.max), column),
    mean: mean === null || !Number.isFinite(mean) ? null : mean,
    whole: present > 0 && figures.count(names.fractions) === 0,
    values: values.slice(0, LISTED_VALUES),
  };
}

function extreme(value: Json, column: Column): Json {
  if (value === null || typeof value === 'boolean') return value;
  return isNumeric(column.family) ? jsonNumber(Number(value)) : jsonOf(String(value), column);
}

/** Most frequent first; ties in the order of the values' texts. */
function readHistogram(entries: Json, column: Column): { value: Json; count: number }[] {
  if (!Array.isArray(entries)) return [];
  return entries
    .flatMap((entry) =>
      entry !== null && typeof entry === 'object' && !Array.isArray(entry)
        ? [{ value: jsonOf(entry['key'] ?? null, column), count: Number(entry['value']) }]
        : [],
    )
    .sort((left, right) => right.count - left.count || compareTexts(String(left.value), String(right.value)));
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
