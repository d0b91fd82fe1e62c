import * as z from 'zod';
import type { Json } from '../json';
import { quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

/** Without a list every order is right, as in Great Expectations. */
export const expectTableColumnsToMatchOrderedList = defineExpectation({
  type: 'expect_table_columns_to_match_ordered_list',
  kwargs: tableKwargs({
    column_list: z
      .union([z.array(z.union([z.string(), z.number(), z.boolean()])), z.null()], {
        error: 'expected a list of column names',
      })
      .optional()
      .transform((names) => names ?? null),
  }),
  plan: ({ column_list: expected }, { table }) => ({
    columns: [],
    expressions: [],
    verdict: () => {
      const observed = table.columns.map(({ name }) => name);
      const mismatched = expected === null ? [] : mismatches(expected, observed);
      return mismatched.length === 0
        ? { success: true, result: { observed_value: observed } }
        : { success: false, result: { observed_value: observed, details: { mismatched } } };
    },
  }),
  tell: ({ column_list: expected }, { details }) => {
    const mismatched = details?.['mismatched'];
    const first = Array.isArray(mismatched) ? mismatched[0] : undefined;
    return {
      expected:
        expected === null
          ? 'the columns are in any order'
          : `the columns are ${quotedList(expected.map(String))}, in this order`,
      found: first !== null && typeof first === 'object' && !Array.isArray(first) ? difference(first) : '',
      fix: 'deliver the columns in the agreed order, or change column_list',
    };
  },
});

type Name = string | number | boolean;

/** The places at which the two lists differ, as Great Expectations reports them. */
function mismatches(expected: readonly Name[], observed: readonly string[]): { [key: string]: Json }[] {
  const places = Array.from({ length: Math.max(expected.length, observed.length) }, (_none, place) => place);
  return places.flatMap((place) => {
    const [wanted, found] = [expected[place] ?? null, observed[place] ?? null];
    return wanted === found ? [] : [{ 'Expected Column Position': place, Expected: wanted, Found: found }];
  });
}

function difference(mismatch: { [key: string]: Json }): string {
  const { 'Expected Column Position': place = 0, Expected: wanted = null, Found: found = null } = mismatch;
  if (wanted === null) return `${shown(found)} at place ${String(place)} is not expected`;
  return `at place ${String(place)} is ${found === null ? 'nothing' : shown(found)} instead of ${shown(wanted)}`;
}
