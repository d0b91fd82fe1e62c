import * as z from 'zod';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { lengthsPlan } from './lengths-plan';
import { mapTelling } from './map-telling';

const NUMBER = 'expected a number of characters';

/** Lengths are in code points, of the text of a value. */
export const expectColumnValueLengthsToEqual = defineExpectation({
  type: 'expect_column_value_lengths_to_equal',
  kwargs: columnMapKwargs({
    value: z
      .union([z.number(), z.string().regex(/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/, NUMBER)], { error: NUMBER })
      .transform(Number),
  }),
  plan: ({ column: name, value, mostly }, context) => {
    const column = findColumn(context.table, name);
    const range = { min_value: value, max_value: value, strict_min: false, strict_max: false };
    return lengthsPlan({ column, range, mostly }, context);
  },
  tell: ({ column, value, mostly }, result) => {
    const expected = `every value of ${shown(column)} is ${value} ${value === 1 ? 'character' : 'characters'} long`;
    return mapTelling({ expected, fix: 'correct or drop these rows', mostly }, result);
  },
});
