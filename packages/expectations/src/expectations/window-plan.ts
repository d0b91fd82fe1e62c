import type { Dialect } from '../engine/dialect';
import type { Column } from '../table/column';
import type { Figures } from '../table/table';
import { mapVerdict, presence, presentCount } from './column-map';
import type { Plan } from './define';
import type { ExpectationError } from './expectation-error';

/** Which values are far from the others, by figures of all of them. */
export interface Window {
  /** Aggregates of the first scan. */
  expressions?: readonly string[];
  quantiles?: Plan['quantiles'];
  /** SQL that is true exactly for the values too far away; undefined where there is nothing to measure against. */
  conditionOf(figures: Figures): string | undefined;
}

/** The plan of values that have to lie within a window made of figures of the column; they are counted in a second scan. */
export function windowPlan(
  column: Column,
  { sql, mostly, window }: { sql: Dialect; mostly: number; window: Window },
): Plan {
  return {
    columns: [column],
    expressions: [presentCount(column), ...(window.expressions ?? [])],
    quantiles: window.quantiles ?? [],
    second: (figures) => {
      const condition = window.conditionOf(figures);
      return condition === undefined ? [] : [{ columns: [column], expressions: [sql.countIf(condition)] }];
    },
    verdict: (figures, answers) => {
      const condition = window.conditionOf(figures);
      const unexpected = condition === undefined ? 0 : answers.figures.count(sql.countIf(condition));
      return {
        ...mapVerdict({ ...presence(figures, column), unexpected }, mostly),
        unexpected: { columns: [column], condition: condition ?? 'false' },
      };
    },
  };
}

/** The plan for a column whose values are refused; without a value there is nothing to refuse. */
export function refusedPlan(column: Column, mostly: number, refusal: ExpectationError): Plan {
  return {
    columns: [column],
    expressions: [presentCount(column)],
    verdict: (figures) => {
      const found = presence(figures, column);
      if (found.present > 0) throw refusal;
      return mapVerdict({ ...found, unexpected: 0 }, mostly);
    },
  };
}
