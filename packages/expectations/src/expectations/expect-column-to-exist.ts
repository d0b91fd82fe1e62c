import * as z from 'zod';
import { nearNames, quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { columnKwargs } from './kwargs';

const PLACE = 'expected a whole number, the place of the column';

/** As in Great Expectations, names are compared to the letter, place 0 stands for any place, and -1 is the last column. */
export const expectColumnToExist = defineExpectation({
  type: 'expect_column_to_exist',
  kwargs: columnKwargs({
    column_index: z
      .union([z.int(), z.stringFormat('whole number', /^[+-]?\d+$/).transform(Number), z.null()], {
        error: PLACE,
      })
      .optional()
      .transform((index) => index ?? 0),
  }),
  plan: ({ column, column_index: index }, { table }) => ({
    columns: [],
    expressions: [],
    verdict: () => {
      const names = table.columns.map(({ name }) => name);
      const success = index === 0 ? names.includes(column) : names.at(index) === column;
      return { success, result: success ? {} : { details: { columns: names } } };
    },
  }),
  tell: ({ column, column_index: index }, { details }) => {
    const names = Array.isArray(details?.['columns']) ? details['columns'].map(String) : [];
    const place = names.indexOf(column);
    const near = nearNames(column, names);
    return {
      expected: `there is a column ${shown(column)}${index === 0 ? '' : ` at place ${index}`}`,
      found:
        place >= 0
          ? `it is at place ${place}`
          : near.length > 0
            ? `there is none; ${quotedList(near)} is near to it`
            : 'there is none',
      fix:
        near[0] === undefined || place >= 0
          ? 'deliver the table with the agreed columns, or change the expectation'
          : `rename ${shown(near[0])} to ${shown(column)} in the data, or change the expectation`,
    };
  },
});
