import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Json } from '../json';
import { validate } from '../index';
import { writeGoldenTables } from '../testing/golden-case';
import { suiteOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import type { ExpectationResult } from '../validation-result';

const caseSchema = z.object({
  table: z.string(),
  type: z.string(),
  kwargs: z.record(z.string(), z.json()),
  /** Why Great Expectations refused. */
  raised: z.string().optional(),
  success: z.boolean().optional(),
  result: z.record(z.string(), z.json()).default({}),
});

type Case = z.infer<typeof caseSchema>;

/** Where this engine answers otherwise, each with its reason; the first that fits counts. */
const DEVIATIONS: [reason: string, fits: (each: Case) => boolean][] = [
  [
    'over nothing there is no mean, median, minimum, maximum or standard deviation of times either',
    ({ table, type, kwargs: { column } }) =>
      table === 'no_rows' && isTime(column) && /_(min|max|mean|median|stdev)_/.test(type),
  ],
  [
    'decimals beside missing values are numbers: pandas stumbles over the missing ones',
    ({ type, kwargs: { column }, raised }) =>
      column === 'price' && /_(sum|mean|stdev)_/.test(type) && raised !== undefined,
  ],
  [
    'FLOAT is computed in doubles, where pandas adds in single precision',
    ({ type, kwargs: { column } }) => column === 'single' && /_(sum|mean|stdev|quantile)_/.test(type),
  ],
  [
    'texts have no sum: pandas joins them',
    ({ type, kwargs: { column } }) => (column === 'word' || column === 'digits') && type.includes('_sum_'),
  ],
  [
    'a number as text is no date: dateutil reads it as a day of this month',
    ({ type, kwargs: { column } }) => column === 'digits' && /_(min|max)_/.test(type),
  ],
  [
    'times have no standard deviation: pandas gives a duration, which no bound can be compared with',
    ({ type, kwargs: { column } }) => isTime(column) && type.includes('_stdev_'),
  ],
  [
    'whole numbers beyond 2^53 cannot be written in a suite as JavaScript reads it',
    ({ type, kwargs: { column, value_set: set } }) =>
      column === 'whole' && type.includes('_distinct_') && Array.isArray(set) && set.includes(2 ** 53),
  ],
  [
    'the most common time keeps its offset: numpy drops it',
    ({ type, kwargs: { column } }) => column === 'instant' && type.includes('_most_common_'),
  ],
  [
    'true and 1 are one value of a partition: pandas keeps both',
    ({ type, kwargs: { partition_object: partition } }) =>
      type.includes('_kl_') && JSON.stringify(partition ?? null).includes('[true,false]'),
  ],
  [
    'a partition that names a value twice is refused for every column: pandas accepts it beside times that are all missing',
    ({ type, kwargs: { partition_object: partition } }) =>
      type.includes('_kl_') && JSON.stringify(partition ?? null).includes('[1,1]'),
  ],
  [
    'structures cannot be counted: pandas counts them in one place by their text, and in others not at all',
    ({ type, kwargs: { column } }) => column === 'struct' && type.includes('_kl_'),
  ],
];

function isTime(column: Json | undefined): boolean {
  return column === 'moment' || column === 'instant';
}

describe('figures, sets, quantiles and distributions of columns, shapes of tables', () => {
  const folder = tempFolder();
  const cases = gunzipSync(readFileSync(join(__dirname, '../testing/golden/figures.jsonl.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => caseSchema.parse(JSON.parse(line)));
  const results = new Map<Case, ExpectationResult>();

  beforeAll(async () => {
    for (const [table, path] of await writeGoldenTables(folder.path)) {
      const own = cases.filter((each) => each.table === table);
      const suite = suiteOf(...own.map(({ type, kwargs }) => ({ type, kwargs })));
      const validated = await validate({ data: { path }, suite, resultFormat: 'COMPLETE' });
      for (const [place, each] of own.entries()) {
        const result = validated.results[place];
        if (result) results.set(each, result);
      }
    }
  });

  const types = [...new Set(cases.map(({ type }) => type))];

  it.each(types)('%s answers as Great Expectations does', (type) => {
    const own = cases.filter((each) => each.type === type && deviationOf(each) === undefined);
    expect(own.length).toBeGreaterThan(5);
    expect(own.flatMap((each) => difference(each, results.get(each)) ?? [])).toEqual([]);
  });

  it.each(DEVIATIONS.map(([reason]) => reason))('deviates as %s', (reason) => {
    const own = cases.filter((each) => deviationOf(each) === reason);
    expect(own.some((each) => difference(each, results.get(each)) !== undefined)).toBe(true);
  });
});

function deviationOf(each: Case): string | undefined {
  return DEVIATIONS.find(([, fits]) => fits(each))?.[0];
}

function difference(expected: Case, actual: ExpectationResult | undefined): string | undefined {
  if (!actual) return 'no result';
  const { exception_info: info, result, success } = actual;
  const raised = expected.raised !== undefined;
  const told = (what: string) => `${expected.table} ${JSON.stringify(expected.kwargs)}: ${what}`;
  if (info.raised_exception !== raised) {
    return told(`expected ${expected.raised ?? 'no error'}, got ${info.exception_message ?? 'none'}`);
  }
  if (raised) return undefined;
  if (success !== expected.success) return told(`expected success ${expected.success}`);
  const found: { [key: string]: Json | undefined } = { ...result };
  for (const [key, value] of Object.entries(expected.result)) {
    if (!agree(value, found[key])) {
      return told(`${key}: expected ${JSON.stringify(value)}, got ${JSON.stringify(found[key])}`);
    }
  }
  return undefined;
}

/** Numbers within 1e-9 of each other, relative; near 0 within 1e-15. */
function agree(expected: Json, actual: Json | undefined): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const largest = Math.max(Math.abs(expected), Math.abs(actual));
    return Math.abs(expected - actual) <= 1e-9 * largest + 1e-15;
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((value, place) => agree(value, actual[place]))
    );
  }
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) return false;
    return Object.entries(expected).every(([key, value]) => agree(value, actual[key]));
  }
  return expected === actual;
}
