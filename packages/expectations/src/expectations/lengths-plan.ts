import { valueOf, type Column } from '../table/column';
import { mapPlan } from './column-map';
import type { Plan, PlanContext } from './define';
import { pandasTextPlan, textValueOf } from './pandas-text-plan';

export interface LengthRange {
  min_value: number | null;
  max_value: number | null;
  strict_min: boolean;
  strict_max: boolean;
}

/** The plan of an expectation about the lengths, in code points, of the texts of values. */
export function lengthsPlan(
  { column, range, mostly }: { column: Column; range: LengthRange; mostly: number },
  { table, sql }: Pick<PlanContext, 'table' | 'sql'>,
): Plan {
  if (column.family === 'text' || column.family === 'empty') {
    const within = boundsOf(range).map(
      ([operator, bound]) => `${sql.codePoints(textValueOf(column, sql))} ${operator} ${sql.double(bound)}`,
    );
    const condition = `${valueOf(column)} IS NOT NULL AND NOT (${within.join(' AND ')})`;
    return mapPlan({ column, sql, mostly, condition });
  }
  return pandasTextPlan({
    column,
    table,
    sql,
    mostly,
    isUnexpected: (text) => {
      const length = [...text].length;
      return !boundsOf(range).every(([operator, bound]) => COMPARE[operator](length, bound));
    },
  });
}

type Operator = '>' | '>=' | '<' | '<=';

const COMPARE: Readonly<Record<Operator, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

function boundsOf({ min_value, max_value, strict_min, strict_max }: LengthRange): [Operator, number][] {
  const bounds: [Operator, number][] = [];
  if (min_value !== null) bounds.push([strict_min ? '>' : '>=', min_value]);
  if (max_value !== null) bounds.push([strict_max ? '<' : '<=', max_value]);
  return bounds;
}

/** `between 1 and 5 characters`, `more than 2 characters`. */
export function shownLengths({
  min_value: min,
  max_value: max,
  strict_min,
  strict_max,
}: LengthRange): string {
  if (min !== null && max !== null && !strict_min && !strict_max)
    return `between ${min} and ${max} characters`;
  const parts: string[] = [];
  if (min !== null) parts.push(`${strict_min ? 'more than' : 'at least'} ${min}`);
  if (max !== null) parts.push(`${strict_max ? 'less than' : 'at most'} ${max}`);
  return `${parts.join(' and ')} characters`;
}
