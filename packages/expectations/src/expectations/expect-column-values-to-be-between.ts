import { shown } from '../wording';
import { assertOrdered, boundSchema, mismatch, shownRange, withinCondition } from './bounds';
import { mapFinding, mapPlan, mostlyProposal, presence } from './column-map';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs, flag } from './kwargs';

export const expectColumnValuesToBeBetween = defineExpectation({
  type: 'expect_column_values_to_be_between',
  kwargs: columnMapKwargs({
    min_value: boundSchema,
    max_value: boundSchema,
    strict_min: flag,
    strict_max: flag,
  }),
  plan: (kwargs, { table, sql }) => {
    if (!kwargs.min_value && !kwargs.max_value) {
      throw new ExpectationError('min_value and max_value are both missing: give at least one');
    }
    assertOrdered(kwargs);
    const column = findColumn(table, kwargs.column);
    const refused = mismatch(column, kwargs);
    const condition = refused === undefined ? `NOT ${withinCondition(column, kwargs, sql)}` : 'false';
    const plan = mapPlan({ column, sql, condition, mostly: kwargs.mostly });
    return {
      ...plan,
      verdict: (figures, answers) => {
        if (refused !== undefined && presence(figures, column).present > 0)
          throw new ExpectationError(refused);
        return plan.verdict(figures, answers);
      },
    };
  },
  tell: (kwargs, result) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    return {
      expected: `every value of ${shown(kwargs.column)} lies ${shownRange(kwargs)}`,
      found: mapFinding(result, kwargs.mostly),
      fix: `correct or drop these rows, or widen the range${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
    };
  },
});
