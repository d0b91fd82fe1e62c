import type { Dialect } from '../engine/dialect';
import { valueOf, type Column } from '../table/column';
import { countUnexpected, mapVerdict } from './column-map';
import type { Plan, RowsQuery, Unexpected } from './define';

/** Great Expectations' names for the rows that an expectation about several columns leaves out. */
export type IgnoreRowIf =
  | 'both_values_are_missing'
  | 'either_value_is_missing'
  | 'neither'
  | 'all_values_are_missing'
  | 'any_value_is_missing'
  | 'never';

/** The condition of the rows that are left out; undefined where none are. */
export function ignoredCondition(columns: readonly Column[], ignoreRowIf: IgnoreRowIf): string | undefined {
  const missing = columns.map((column) => `${valueOf(column)} IS NULL`);
  switch (ignoreRowIf) {
    case 'both_values_are_missing':
    case 'all_values_are_missing':
      return `(${missing.join(' AND ')})`;
    case 'either_value_is_missing':
    case 'any_value_is_missing':
      return `(${missing.join(' OR ')})`;
    case 'neither':
    case 'never':
      return undefined;
  }
}

export interface RowsPlanParts {
  /** Whose values are listed, in the order of the arguments. */
  columns: readonly Column[];
  sql: Dialect;
  ignoreRowIf: IgnoreRowIf;
  /** True exactly for the unexpected rows; rows that are left out are none of them whatever it says. */
  condition: Unexpected['condition'];
  derived?: Unexpected['derived'];
  further?: readonly Column[];
  mostly: number;
  /** Default: `record`; pairs are listed as lists. */
  shape?: Unexpected['shape'];
  /** A query of one row whose `n` is the number of unexpected rows among the considered ones. Default: the condition is counted. */
  count?: (rows: string) => string;
}

/** The plan of an expectation about the values of several columns in each row; rows left out count as missing. */
export function rowsPlan(parts: RowsPlanParts): Plan {
  const {
    columns,
    sql,
    ignoreRowIf,
    condition,
    derived,
    further = [],
    mostly,
    shape = 'record',
    count,
  } = parts;
  const ignored = ignoredCondition(columns, ignoreRowIf);
  const considered = ignored === undefined ? undefined : `NOT ${ignored}`;
  const all = [...columns, ...further];
  const present = sql.countIf(considered ?? 'true');
  const unexpected: Unexpected = {
    columns,
    further,
    shape,
    condition,
    ...(considered ? { considered } : {}),
    ...(derived ? { derived } : {}),
  };
  if (typeof condition === 'string' && !derived && !count) {
    const counted = sql.countIf(considered ? `${considered} AND (${condition})` : condition);
    return {
      columns: all,
      expressions: [present, counted],
      unexpected,
      verdict: (figures) =>
        mapVerdict(
          { rows: figures.rows, present: figures.count(present), unexpected: figures.count(counted) },
          mostly,
        ),
    };
  }
  const query: RowsQuery = count
    ? {
        columns: all,
        sql: (rows) => count(considered ? `(SELECT * FROM ${rows} AS t WHERE ${considered})` : rows),
      }
    : {
        columns: all,
        numbered: derived !== undefined,
        sql: (rows) => countUnexpected(unexpected, rows, sql),
      };
  return {
    columns: all,
    expressions: [present],
    unexpected,
    second: () => [query],
    verdict: (figures, answers) =>
      mapVerdict(
        {
          rows: figures.rows,
          present: figures.count(present),
          unexpected: Number(answers.rows(0)[0]?.['n'] ?? 0),
        },
        mostly,
      ),
  };
}

/** As `rowsPlan`, of two columns. */
export function pairPlan({
  a,
  b,
  ...parts
}: Omit<RowsPlanParts, 'columns' | 'shape'> & { a: Column; b: Column }): Plan {
  return rowsPlan({ ...parts, columns: [a, b], shape: 'pair' });
}
