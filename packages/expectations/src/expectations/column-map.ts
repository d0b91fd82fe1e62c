import type { Dialect } from '../engine/dialect';
import type { Column } from '../table/column';
import { valueOf } from '../table/column';
import type { Figures } from '../table/table';
import { ofRows, percent } from '../wording';
import type { ResultDetail } from '../validation-result';
import type { Plan, RowsQuery, Unexpected, Verdict } from './define';

/** An aggregate: how many rows have a value in the column. */
export function presentCount(column: Column): string {
  return `count(${valueOf(column)})`;
}

export interface MapPlanParts {
  column: Column;
  sql: Dialect;
  /** True exactly for the unexpected rows, which have a value; never true where the value is NULL. See `Unexpected`. */
  condition: Unexpected['condition'];
  /** Window expressions over the rows with a value, by the name that the condition knows them by. */
  derived?: Unexpected['derived'];
  /** Further columns that the condition mentions. */
  further?: readonly Column[];
  /** The share of rows with a value that has to be as expected. */
  mostly: number;
  /** A query of one row whose `n` is the number of unexpected rows. Default: the condition is counted. */
  count?: (rows: string) => string;
}

/** The plan of an expectation about every value that is there; missing values are neither right nor wrong. */
export function mapPlan({ column, sql, condition, derived, further, mostly, count }: MapPlanParts): Plan {
  const present = presentCount(column);
  const columns = [column, ...(further ?? [])];
  const unexpected: Unexpected = {
    columns: [column],
    condition,
    ...(derived ? { derived } : {}),
    ...(further ? { further } : {}),
    considered: `${valueOf(column)} IS NOT NULL`,
  };
  const figuresOf = (figures: Figures) => ({ rows: figures.rows, present: figures.count(present) });
  if (typeof condition === 'string' && !derived && !count) {
    const counted = sql.countIf(condition);
    return {
      columns,
      expressions: [present, counted],
      unexpected,
      verdict: (figures) => mapVerdict({ ...figuresOf(figures), unexpected: figures.count(counted) }, mostly),
    };
  }
  const query: RowsQuery = count
    ? { columns, sql: count }
    : { columns, numbered: derived !== undefined, sql: (rows) => countUnexpected(unexpected, rows, sql) };
  return {
    columns,
    expressions: [present],
    unexpected,
    second: () => [query],
    verdict: (figures, answers) =>
      mapVerdict({ ...figuresOf(figures), unexpected: Number(answers.rows(0)[0]?.['n'] ?? 0) }, mostly),
  };
}

/** A query whose `n` is the number of unexpected rows. */
export function countUnexpected(unexpected: Unexpected, rows: string, sql: Dialect): string {
  const { from, condition } = unexpectedAmong(unexpected, rows);
  return `SELECT ${sql.countIf(condition)} AS n FROM ${from}`;
}

/** What to select from, with derived values, and the condition of the unexpected rows in it. */
export function unexpectedAmong(
  { condition, considered, derived }: Unexpected,
  rows: string,
): { from: string; condition: string } {
  const seen = considered === undefined ? rows : `(SELECT * FROM ${rows} AS t WHERE ${considered})`;
  const values = Object.entries(derived ?? {}).map(([name, window]) => `, ${window} AS ${name}`);
  return {
    from: `${values.length === 0 ? seen : `(SELECT *${values.join('')} FROM ${seen} AS s)`} AS u`,
    condition: typeof condition === 'string' ? condition : condition(seen),
  };
}

/** Ratios are computed in IEEE doubles in the order in which Great Expectations computes them. */
export function mapVerdict(
  { rows, present, unexpected }: { rows: number; present: number; unexpected: number },
  mostly: number,
): Verdict {
  const ofPresent = present > 0 && rows > 0 ? (unexpected / present) * 100 : null;
  const missing = rows - present;
  return {
    success: present === 0 || (present - unexpected) / present >= mostly,
    result: {
      element_count: rows,
      unexpected_count: unexpected,
      unexpected_percent: ofPresent,
      missing_count: missing,
      missing_percent: rows > 0 ? (missing / rows) * 100 : null,
      unexpected_percent_total: rows > 0 ? (unexpected / rows) * 100 : null,
      unexpected_percent_nonmissing: ofPresent,
    },
  };
}

/** How many rows have a value, from figures that hold `presentCount`. */
export function presence(figures: Figures, column: Column): { rows: number; present: number } {
  return { rows: figures.rows, present: figures.count(presentCount(column)) };
}

/** `3 of 1000 rows fail (0.3 %)`, with what `mostly` allows; of values where some rows have none, as the share is of them. */
export function mapFinding(result: ResultDetail, mostly: number): string {
  const rows = result.element_count ?? 0;
  const unexpected = result.unexpected_count ?? 0;
  const base = rows - (result.missing_count ?? 0);
  const allowed = mostly < 1 ? `, at most ${percent(1 - mostly)} may` : '';
  const counted =
    base === rows ? ofRows(unexpected, rows) : `${unexpected} of ${base} ${base === 1 ? 'value' : 'values'}`;
  const verb = unexpected === 1 ? 'fails' : 'fail';
  return `${counted} ${verb} (${base > 0 ? percent(unexpected, base) : percent(0)}${allowed})`;
}

/** A `mostly` below this would hide more than it allows. */
const LOWEST_PROPOSAL = 0.9;

/** `, or allow some with mostly: 0.997`, where that is worth proposing: the share that passes, rounded down. */
export function mostlyProposal(passing: number, of: number): string {
  const share = of > 0 ? Math.floor((passing * 1000) / of) / 1000 : 0;
  return share >= LOWEST_PROPOSAL ? `, or allow some with mostly: ${share}` : '';
}
