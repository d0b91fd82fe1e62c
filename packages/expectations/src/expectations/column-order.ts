import type { Dialect } from '../engine/dialect';
import { isNumeric, valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mapPlan, mostlyProposal, presence } from './column-map';
import type { Plan, PlanContext, Telling } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs, flag } from './kwargs';
import type { ResultDetail } from '../validation-result';

export type Direction = 'increasing' | 'decreasing';

export const orderKwargs = columnMapKwargs({ strictly: flag });

export interface OrderArguments {
  column: string;
  strictly: boolean;
  mostly: number;
}

/**
 * The plan of values that have to rise or fall from each row to the next, in the order of the file. Each value is compared
 * with the last one before it that is there; the first one is always in order.
 */
export function orderPlan(
  { column: name, strictly, mostly }: OrderArguments,
  { table, sql }: PlanContext,
  direction: Direction,
): Plan {
  const column = findColumn(table, name);
  const plan = mapPlan({
    column,
    sql,
    mostly,
    derived: { d0: `lag(${valueOf(column)}) OVER (ORDER BY i)` },
    condition: outOfOrder(column, { sql, direction, strictly }),
  });
  if (hasOrder(column)) return plan;
  return {
    ...plan,
    second: () => [],
    verdict: (figures, answers) => {
      if (presence(figures, column).present > 1) {
        throw new ExpectationError(
          `column ${shown(column.name)} is of type ${column.sqlType}, whose values have no distance from each other: numbers, dates and times can be ${direction}`,
        );
      }
      return plan.verdict(figures, answers);
    },
  };
}

function hasOrder({ family }: Column): boolean {
  return isNumeric(family) || family === 'date' || family === 'timestamp' || family === 'timestamptz';
}

function outOfOrder(
  column: Column,
  { sql, direction, strictly }: { sql: Dialect; direction: Direction; strictly: boolean },
): string {
  const value = valueOf(column);
  const wrong = `${value} ${direction === 'increasing' ? '<' : '>'} d0`;
  if (!strictly) return wrong;
  // The difference of two infinities is none, so nothing is wrong with it.
  const equal =
    column.family === 'float' ? `(${value} = d0 AND NOT ${sql.isInfinite(value)})` : `${value} = d0`;
  return `(${wrong} OR ${equal})`;
}

export function tellOrder(
  { column, strictly, mostly }: OrderArguments,
  result: ResultDetail,
  direction: Direction,
): Telling {
  const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
  const [verb, against] = direction === 'increasing' ? ['rises', 'below'] : ['falls', 'above'];
  return {
    expected: strictly
      ? `${shown(column)} ${verb} with every row`
      : `no value of ${shown(column)} is ${against} the one before it`,
    found: mapFinding(result, mostly),
    fix: `sort the rows, or correct these${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
  };
}
