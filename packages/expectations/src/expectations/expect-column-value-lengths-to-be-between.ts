import * as z from 'zod';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs, flag } from './kwargs';
import { lengthsPlan, shownLengths } from './lengths-plan';
import { mapTelling } from './map-telling';

const WHOLE = 'expected a whole number';

/** A whole number, also as text; a fraction is cut off. */
const lengthBound = z
  .union([z.number(), z.string().regex(/^\s*[+-]?\d+\s*$/, WHOLE), z.null()], { error: WHOLE })
  .optional()
  .transform((value) => (value === null || value === undefined ? null : Math.trunc(Number(value))));

/** Lengths are in code points, of the text of a value. */
export const expectColumnValueLengthsToBeBetween = defineExpectation({
  type: 'expect_column_value_lengths_to_be_between',
  kwargs: columnMapKwargs({
    min_value: lengthBound,
    max_value: lengthBound,
    strict_min: flag,
    strict_max: flag,
  }),
  plan: ({ column: name, mostly, ...range }, context) => {
    if (range.min_value === null && range.max_value === null) {
      throw new ExpectationError('min_value and max_value are both missing: give at least one');
    }
    return lengthsPlan({ column: findColumn(context.table, name), range, mostly }, context);
  },
  tell: ({ column, mostly, ...range }, result) => {
    const expected = `every value of ${shown(column)} is ${shownLengths(range)} long`;
    return mapTelling({ expected, fix: 'correct or drop these rows, or widen the range', mostly }, result);
  },
});
