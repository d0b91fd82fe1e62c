import type { Dialect } from '../engine/dialect';
import { isNumeric, valueOf, type Column } from '../table/column';
import type { Figures } from '../table/table';
import { numberOf } from './numeric-value';

/** Squares of larger values are beyond a double, at which a database may end the whole query. */
const LARGEST = 1e150;

/** A column's mean and the standard deviation of its sample. */
export interface Deviation {
  /** The value that they are of: a double; of times in microseconds since 1970. */
  value: string;
  /** Aggregates, to be asked for in the first scan. */
  expressions: readonly string[];
  /** undefined where there is no deviation: of fewer than two values, and where one is infinite. */
  read(figures: Figures): { mean: number; stdev: number } | undefined;
}

export function deviationOf(column: Column, sql: Dialect): Deviation {
  const value = isNumeric(column.family)
    ? numberOf(column, sql)
    : sql.toDouble(sql.epochMicros(valueOf(column)));
  const measured = `CASE WHEN abs(${value}) <= ${sql.double(LARGEST)} THEN ${value} END`;
  const mean = sql.mean(measured);
  const stdev = sql.sampleStdev(measured);
  const largest = `max(abs(${value}))`;
  return {
    value,
    expressions: [mean, stdev, largest],
    read: (figures) => {
      const found = { mean: figures.number(mean), stdev: figures.number(stdev) };
      if ((figures.number(largest) ?? Infinity) > LARGEST || found.mean === null || found.stdev === null) {
        return undefined;
      }
      return { mean: found.mean, stdev: found.stdev };
    },
  };
}
