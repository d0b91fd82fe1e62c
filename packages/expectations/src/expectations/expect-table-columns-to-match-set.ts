import * as z from 'zod';
import type { Json } from '../json';
import { nearNames, quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { tableKwargs } from './kwargs';

export const expectTableColumnsToMatchSet = defineExpectation({
  type: 'expect_table_columns_to_match_set',
  kwargs: tableKwargs({
    column_set: z
      .union([z.array(z.union([z.string(), z.number(), z.boolean()])), z.null()], {
        error: 'expected a list of column names',
      })
      .optional()
      .transform((names) => (names ?? []).map(String)),
    exact_match: z
      .union([z.boolean(), z.null()], { error: 'expected true or false' })
      .default(true)
      .transform((value) => value ?? false),
  }),
  plan: ({ column_set: expected, exact_match: exact }, { table }) => ({
    columns: [],
    expressions: [],
    verdict: () => {
      const observed = table.columns.map(({ name }) => name);
      const missing = without(expected, observed);
      const unexpected = without(observed, expected);
      const mismatched: { [key: string]: Json } = {};
      if (unexpected.length > 0) mismatched['unexpected'] = unexpected;
      if (missing.length > 0) mismatched['missing'] = missing;
      const differs = Object.keys(mismatched).length > 0;
      return {
        success: missing.length === 0 && (!exact || unexpected.length === 0),
        result: { observed_value: sorted(observed), ...(differs ? { details: { mismatched } } : {}) },
      };
    },
  }),
  tell: ({ column_set: expected, exact_match: exact }, { observed_value: observed }) => {
    const names = Array.isArray(observed) ? observed.map(String) : [];
    const missing = without(expected, names);
    const unexpected = exact ? without(names, expected) : [];
    const renamed = missing.flatMap((name) => {
      const near = nearNames(name, unexpected)[0];
      return near === undefined ? [] : [{ from: shown(near), to: shown(name) }];
    });
    const renames = renamed.map(({ from, to }) => `rename ${from} to ${to}`).join(', ');
    const found = [
      missing.length > 0 ? `missing: ${quotedList(missing)}` : '',
      unexpected.length > 0 ? `not expected: ${quotedList(unexpected)}` : '',
      ...renamed.map(({ from, to }) => `${from} may be ${to} under another name`),
    ];
    return {
      expected: `the columns are ${exact ? 'exactly' : 'at least'} ${quotedList(expected)}`,
      found: found.filter((part) => part !== '').join('; '),
      fix: `${renames === '' ? '' : `${renames} in the data if that is so, else `}deliver the table with the agreed columns, or change column_set${exact ? ' (exact_match: false allows further columns)' : ''}`,
    };
  },
});

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return sorted([...new Set(names)].filter((name) => !known.has(name)));
}

/** By code point, as Python sorts. */
function sorted(names: readonly string[]): string[] {
  return [...names].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}
