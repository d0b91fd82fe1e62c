import { klDivergence } from '@modelgate/gates';
import type { Dialect } from '../engine/dialect';
import type { Row } from '../engine/duckdb';
import type { Json } from '../json';
import { isNumeric, valueOf, type Column } from '../table/column';
import { jsonNumber, jsonOf } from '../table/json-value';
import { ExpectationError } from './expectation-error';
import type { Comparison } from './kl-continuous';
import { valueKey, type CategoricalPartition } from './kl-partition';

export interface ValueCount {
  value: Json;
  count: number;
}

/** More different values than these are no categories. */
const MOST_VALUES = 100_000;

/** A query of a column's values in order, each with how many rows have it; read by `readValueCounts`. */
export function valueCountsQuery(column: Column, sql: Dialect): (rows: string) => string {
  const value = valueOf(column);
  const order = column.family === 'text' ? sql.byCodePoint(sql.toText(value)) : value;
  return (rows) =>
    `SELECT ${sql.textOf(column)} AS v, n FROM (SELECT ${value}, count(*) AS n FROM ${rows} AS r ` +
    `WHERE ${value} IS NOT NULL GROUP BY ${value}) AS g ORDER BY ${order} LIMIT ${MOST_VALUES + 1}`;
}

/** @throws ExpectationError where there are too many */
export function readValueCounts(rows: readonly Row[], column: Column): ValueCount[] {
  if (rows.length > MOST_VALUES) {
    throw new ExpectationError(
      `the column has more than ${MOST_VALUES} different values: give bins instead of values`,
    );
  }
  return rows.map(({ v = null, n = 0 }) => ({ value: jsonOf(v, column), count: Number(n) }));
}

export interface Observation {
  counts: readonly ValueCount[];
  column: Column;
  /** How many rows have a value. */
  present: number;
  /** Expected weight for values that the partition does not name. */
  tail: number;
  /** Whether the partition was taken from the column itself. */
  own: boolean;
}

/**
 * Compares the shares of values with those of a partition. Values that it does not name share the weight held out for
 * them. A date or time never equals a text of a partition, unless that is the column's own.
 */
export function compareValues(
  { values, weights }: CategoricalPartition,
  { counts, column, present, tail, own }: Observation,
): Comparison {
  const comparable = own || isNumeric(column.family) || column.family === 'text';
  const known = new Map(
    comparable ? counts.map(({ value, count }) => [valueKey(value), count] as const) : [],
  );
  const named = new Set(values.map(valueKey));
  const others = counts.filter(({ value }) => !comparable || !named.has(valueKey(value)));
  const observed = [
    ...values.map((value) => known.get(valueKey(value)) ?? 0),
    ...others.map(({ count }) => count),
  ].map((count) => (count === 0 ? 0 : count / present));
  const expected = [
    ...weights.map((weight) => (others.length > 0 ? weight * (1 - tail) : weight)),
    ...others.map(() => tail / others.length),
  ];
  const all = [...values, ...others.map(({ value }) => value)];
  return {
    divergence: klDivergence({ observed, expected }),
    observed: { values: all, weights: observed.map(jsonNumber) },
    expected: { values: all, weights: expected.map(jsonNumber) },
  };
}
