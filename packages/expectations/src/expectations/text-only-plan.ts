import type { Dialect } from '../engine/dialect';
import type { Column } from '../table/column';
import { shown } from '../wording';
import { presence } from './column-map';
import type { Plan } from './define';
import { distinctPlan } from './distinct-plan';
import { ExpectationError } from './expectation-error';

export interface TextOnlyPlanParts {
  column: Column;
  sql: Dialect;
  mostly: number;
  /** @throws ExpectationError */
  isUnexpected(text: string): boolean;
}

/** The plan of an expectation that only texts can meet: values of any other type are refused. */
export function textOnlyPlan(parts: TextOnlyPlanParts): Plan {
  const { column } = parts;
  const plan = distinctPlan(parts);
  if (column.family === 'text' || column.family === 'empty') return plan;
  return {
    ...plan,
    second: () => [],
    verdict: (figures, answers) => {
      if (presence(figures, column).present > 0) {
        throw new ExpectationError(
          `column ${shown(column.name)} is of type ${column.sqlType}: its values have to be texts`,
        );
      }
      return plan.verdict(figures, answers);
    },
  };
}
