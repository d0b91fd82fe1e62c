import * as z from 'zod';
import { isNumeric } from '../table/column';
import { shown } from '../wording';
import { mapFinding, mostlyProposal } from './column-map';
import { isTime } from './column-statistic';
import { defineExpectation } from './define';
import { deviationOf } from './deviation';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { numberArgument } from './number-argument';
import { refusedPlan, windowPlan } from './window-plan';

/** How many standard deviations of the sample a value is above the mean, with `double_sided` from it in either direction. */
export const expectColumnValueZScoresToBeLessThan = defineExpectation({
  type: 'expect_column_value_z_scores_to_be_less_than',
  kwargs: columnMapKwargs({
    threshold: numberArgument('expected a number of standard deviations'),
    double_sided: z.boolean({ error: 'expected true or false' }),
  }),
  plan: ({ column: name, threshold, double_sided: doubleSided, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    if (!isNumeric(column.family) && !isTime(column)) {
      const refusal = new ExpectationError(
        `column ${shown(column.name)} is of type ${column.sqlType}, which has no standard deviation`,
      );
      return refusedPlan(column, mostly, refusal);
    }
    const { value, expressions, read } = deviationOf(column, sql);
    return windowPlan(column, {
      sql,
      mostly,
      window: {
        expressions,
        conditionOf: (figures) => {
          const { mean = 0, stdev = 0 } = read(figures) ?? {};
          // No value of a constant column has a score.
          if (stdev === 0) return undefined;
          const score = `(${value} - ${sql.double(mean)}) / ${sql.double(stdev)}`;
          return doubleSided
            ? `abs(${score}) >= ${sql.double(Math.abs(threshold))}`
            : `${score} >= ${sql.double(threshold)}`;
        },
      },
    });
  },
  tell: ({ column, threshold, double_sided, mostly }, result) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    const limit = double_sided ? Math.abs(threshold) : threshold;
    return {
      expected: `every value of ${shown(column)} is less than ${limit} standard deviations ${double_sided ? 'from' : 'above'} the mean`,
      found: mapFinding(result, mostly),
      fix: `correct or drop these rows, or raise the threshold${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
    };
  },
});
