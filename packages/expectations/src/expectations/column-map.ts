import type { Column } from '../table/column';
import { valueOf } from '../table/column';
import type { Figures } from '../table/table';
import { ofRows, percent } from '../wording';
import type { ResultDetail } from '../validation-result';
import type { Plan, Verdict } from './define';

/** An aggregate: how many rows have a value in the column. */
export function presentCount(column: Column): string {
  return `count(${valueOf(column)})`;
}

export interface MapPlanParts {
  column: Column;
  /** True exactly for the unexpected rows, which have a value. */
  condition: string;
  /** The share of rows with a value that has to be as expected. */
  mostly: number;
  /** An aggregate: how many rows are unexpected. Default: the condition is counted. */
  count?: string;
}

/** The plan of an expectation about every value that is there; missing values are neither right nor wrong. */
export function mapPlan({ column, condition, mostly, count }: MapPlanParts): Plan {
  const present = presentCount(column);
  const unexpected = count ?? `count_if(${condition})`;
  return {
    columns: [column],
    expressions: [present, unexpected],
    unexpected: { column, condition },
    verdict: (figures) =>
      mapVerdict(
        { rows: figures.rows, present: figures.count(present), unexpected: figures.count(unexpected) },
        mostly,
      ),
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
