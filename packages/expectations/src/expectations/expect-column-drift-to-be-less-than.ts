import * as z from 'zod';
import {
  callsOf,
  hasOthers,
  otherValuesSql,
  readFigures,
  readOthers,
  type Pair,
} from '../drift/current-figures';
import { DISTANCE_NAMES } from '../drift/distances';
import { measureColumn, type Measured } from '../drift/measure-column';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { driftReferenceSchema, openReference } from './drift-reference';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';

const DISTANCES = ['psi', 'jensen_shannon', 'wasserstein', 'ks', 'l_infinity'] as const;
const MAX = 'expected a number of at least 0';

/**
 * How far a column has moved from a stored profile, or from shares that the suite states; the distance may equal `max`.
 * A column without values fails. Where the bins of the reference do not settle whether a distance is above `max`, it is an
 * error.
 */
export const expectColumnDriftToBeLessThan = defineExpectation({
  type: 'expect_column_drift_to_be_less_than',
  kwargs: columnKwargs({
    reference: driftReferenceSchema,
    distance: z.enum(DISTANCES, { error: `expected one of ${DISTANCES.join(', ')}` }).default('psi'),
    max: z.number({ error: MAX }).min(0, MAX),
  }),
  plan: ({ column: name, reference, distance, max }, { table, sql, folder }) => {
    const column = findColumn(table, name);
    const referenceOf = openReference(reference, column, folder);
    const pairOf = (present: number): Pair => ({ reference: referenceOf(present).column, column });
    const calls = callsOf(pairOf(0), { sql });
    return {
      columns: [column],
      expressions: Object.values(calls).filter((call) => call !== 'NULL'),
      second: (figures) => {
        const pair = pairOf(figures.count(calls.present));
        return hasOthers(readFigures(pair, { sql }, figures))
          ? [{ columns: [column], sql: (rows) => otherValuesSql(pair, rows, sql) }]
          : [];
      },
      verdict: (figures, answers) => {
        const present = figures.count(calls.present);
        const pair = pairOf(present);
        const current = { ...readFigures(pair, { sql }, figures), others: readOthers(answers.rows(0)) };
        const { distances, noise, referenceValues } = measureColumn(pair, referenceOf(present).rows, current);
        const details = { distance, bins: noise.bins, reference_values: referenceValues, values: present };
        if (present === 0) return { success: false, result: { observed_value: null, details } };
        const measured = distances[distance];
        if (!measured || 'because' in measured) throw undefinedDistance(distance, name, measured);
        if ('value' in measured) {
          return { success: measured.value <= max, result: { observed_value: measured.value, details } };
        }
        const { lower, upper } = measured.bounds;
        if (lower <= max && upper > max) {
          throw new ExpectationError(
            `the bins of the reference tell only that the ${DISTANCE_NAMES[distance]} of ${shown(name)} lies between ` +
              `${lower} and ${upper}: choose a max outside of that, or compare with the data itself`,
          );
        }
        return {
          success: upper <= max,
          result: { observed_value: null, details: { ...details, bounds: { lower, upper } } },
        };
      },
    };
  },
  tell: ({ column, distance, max }, { observed_value: observed, details }) => {
    const bounds = Object(details?.['bounds']);
    const found =
      typeof observed === 'number'
        ? `it is ${Number(observed.toPrecision(6))}`
        : details?.['values'] === 0
          ? 'there is no value at all'
          : `it lies between ${String(bounds['lower'])} and ${String(bounds['upper'])}`;
    return {
      expected: `the ${DISTANCE_NAMES[distance]} between ${shown(column)} and its reference is at most ${max}`,
      found,
      fix: 'find out what shifted the values (a source, a filter, a season), train on newer data, or take the reference anew',
    };
  },
});

function undefinedDistance(
  distance: (typeof DISTANCES)[number],
  name: string,
  measured: Measured | undefined,
): ExpectationError {
  const why =
    measured && 'because' in measured
      ? measured.because
      : `the values of ${shown(name)} are of a type, or its reference of a kind, that it is not defined for`;
  return new ExpectationError(`there is no ${DISTANCE_NAMES[distance]} of ${shown(name)}: ${why}`);
}
