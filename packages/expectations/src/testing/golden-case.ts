import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { sqlText } from '../engine/sql';
import { validate, type ExpectationResult, type ValidateOptions } from '../index';
import { writeParquet } from './parquet-file';
import { suiteOf } from './run';

const tablesSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ type: z.string(), values: z.array(z.string().nullable()) })),
);

const caseSchema = z.object({
  table: z.string(),
  type: z.string(),
  kwargs: z.record(z.string(), z.json()),
  /** Why Great Expectations refused. */
  raised: z.string().optional(),
  success: z.boolean().optional(),
  /** Rows, rows without a value and unexpected rows; without the second where the expectation has none. */
  counts: z.array(z.number()).optional(),
  /** Numbers of the unexpected rows. */
  rows: z.array(z.number()).optional(),
  observed: z.json().optional(),
});

/** One question to Great Expectations' pandas engine and its answer. */
export type GoldenCase = z.infer<typeof caseSchema>;

const FOLDER = join(__dirname, 'golden');

export function readGolden(name: string): GoldenCase[] {
  return z.array(caseSchema).parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
}

/** Writes the golden tables as Parquet; the paths by the names of the tables. */
export async function writeGoldenTables(folder: string, name = 'tables'): Promise<Map<string, string>> {
  const tables = tablesSchema.parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
  const paths = new Map<string, string>();
  for (const [table, columns] of Object.entries(tables)) {
    const path = join(folder, `${table}.parquet`);
    const lists = Object.entries(columns).map(([column, { type, values }]) => {
      const items = values.map((value) => (value === null ? 'NULL' : sqlText(value))).join(', ');
      // A cast would read escapes; the golden bytes are the text itself.
      if (type === 'BLOB') return `list_transform([${items}]::VARCHAR[], lambda x: encode(x)) AS "${column}"`;
      return `[${items}]::VARCHAR[]::${type}[] AS "${column}"`;
    });
    const names = Object.keys(columns).map((column) => `unnest("${column}") AS "${column}"`);
    await writeParquet(path, `SELECT ${names.join(', ')} FROM (SELECT ${lists.join(', ')})`);
    paths.set(table, path);
  }
  return paths;
}

/** The results of all cases, in their order; those over one table are computed together. */
export async function answersTo(
  cases: readonly GoldenCase[],
  tables: ReadonlyMap<string, string>,
  options: Pick<ValidateOptions, 'strictTypes'> = {},
): Promise<ExpectationResult[]> {
  const found = new Map<GoldenCase, ExpectationResult>();
  for (const [name, path] of tables) {
    const own = cases.filter(({ table }) => table === name);
    if (own.length === 0) continue;
    const suite = suiteOf(...own.map(({ type, kwargs }) => ({ type, kwargs })));
    const { results } = await validate({ data: { path }, suite, resultFormat: 'COMPLETE', ...options });
    for (const [place, each] of own.entries()) {
      const result = results[place];
      if (result) found.set(each, result);
    }
  }
  return cases.map((each) => {
    const result = found.get(each);
    if (!result) throw new Error(`there is no table ${each.table}`);
    return result;
  });
}

/** What of a result differs from the answer; undefined where nothing does. */
export function difference(expected: GoldenCase, actual: ExpectationResult): string | undefined {
  const told = (answer: string, message?: string | null) =>
    `${expected.table} ${expected.type} ${JSON.stringify(expected.kwargs)}: expected ${shownAnswer(expected)}, got ${answer}${message ? ` (${message})` : ''}`;
  const { exception_info: info, result } = actual;
  if (info.raised_exception !== (expected.raised !== undefined)) {
    return told(info.raised_exception ? 'an error' : shownResult(actual), info.exception_message);
  }
  if (info.raised_exception) return undefined;
  const answer = shownResult(actual);
  return answer === shownAnswer(expected) ||
    (result.element_count === 0 && actual.success === expected.success)
    ? undefined
    : told(answer);
}

function shownAnswer({ raised, success, counts, rows, observed }: GoldenCase): string {
  if (raised !== undefined) return `an error (${raised})`;
  return JSON.stringify({ success, counts, rows, observed });
}

function shownResult({ success, result }: ExpectationResult): string {
  const { element_count, missing_count, unexpected_count, unexpected_index_list, observed_value } = result;
  const counts = [element_count, missing_count, unexpected_count].filter((count) => count !== undefined);
  return JSON.stringify({
    success,
    counts: counts.length > 0 ? counts : undefined,
    rows: unexpected_index_list,
    observed: observed_value,
  });
}
