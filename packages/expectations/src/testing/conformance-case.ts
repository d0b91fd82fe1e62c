import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { sqlText } from '../engine/sql';
import type { Json } from '../json';
import { writeParquet } from './parquet-file';

const tableSchema = z.record(z.string(), z.array(z.json()));

const caseSchema = z.object({
  id: z.string(),
  expectation: z.string(),
  title: z.string(),
  kwargs: z.record(z.string(), z.json()),
  dataset: z.union([tableSchema, z.array(tableSchema)]),
  column_types: z.record(z.string(), z.unknown()).nullish(),
  engine: z.enum(['pandas', 'sqlite']),
  verdict: z.object({
    success: z.boolean(),
    raised: z.boolean(),
    result: z.record(z.string(), z.json()),
  }),
});

/** One test case of Great Expectations, and the verdict that Great Expectations gave. */
export type ConformanceCase = z.infer<typeof caseSchema>;

/** The folder that holds the cases: the environment's, else the one beside the repository. */
export function conformanceFile(): string {
  const folder =
    process.env['MODELGATE_GX_CONFORMANCE'] ?? join(__dirname, '../../../../../shared/gx-conformance');
  return join(folder, 'cases.jsonl.gz');
}

export function readCases(file: string): ConformanceCase[] {
  if (!existsSync(file)) return [];
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => caseSchema.parse(JSON.parse(line)));
}

/** A case's table as SQL. */
export interface CaseTable {
  /** DuckDB's types. */
  columns: { name: string; type: string }[];
  /** Literals without their types, NULL among them. */
  rows: string[][];
}

/** The table of a case with the types that the engine of its verdict had. */
export function tableOfCase({ dataset, column_types, engine }: ConformanceCase): CaseTable {
  const table = Array.isArray(dataset) ? (dataset[0] ?? {}) : dataset;
  const columns = Object.entries(table).map(([name, values]) => {
    const type = sqlType(values, declaredType(column_types?.[engine], name));
    return { name, type, values: values.map((value) => literal(value, type)) };
  });
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: (columns[0]?.values ?? []).map((_value, row) => columns.map(({ values }) => values[row] ?? 'NULL')),
  };
}

/** Writes a case's table as Parquet. */
export async function writeCase(path: string, each: ConformanceCase): Promise<void> {
  const { columns, rows } = tableOfCase(each);
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
  const typed = (values: readonly string[]) =>
    `(${columns.map(({ type }, place) => `${values[place] ?? 'NULL'}::${type}`).join(', ')})`;
  const body =
    rows.length > 0
      ? `VALUES ${rows.map(typed).join(', ')}`
      : `SELECT * FROM (VALUES ${typed([])}) WHERE false`;
  await writeParquet(path, `SELECT * FROM (${body}) AS t(${names.join(', ')})`);
}

function declaredType(types: unknown, column: string): string | undefined {
  const type =
    types !== null && typeof types === 'object'
      ? Object.entries(types).find(([name]) => name === column)
      : undefined;
  return typeof type?.[1] === 'string' ? type[1] : undefined;
}

function sqlType(values: readonly Json[], declared: string | undefined): string {
  if (declared && /^(INTEGER|FLOAT|BOOLEAN|VARCHAR)$/.test(declared)) return declared;
  const present = values.filter((value) => value !== null);
  if (declared && /datetime|timestamp/i.test(declared)) {
    return present.some((value) => ZONE.test(String(value))) ? 'TIMESTAMPTZ' : 'TIMESTAMP';
  }
  const are = (test: (value: Json) => boolean) => present.length > 0 && present.every(test);
  if (are((value) => typeof value === 'boolean')) return 'BOOLEAN';
  if (are((value) => Number.isInteger(value))) return 'BIGINT';
  if (are((value) => typeof value === 'number' || specialFloat(value) !== undefined)) return 'DOUBLE';
  return 'VARCHAR';
}

const ZONE = /(Z|[+-]\d{2}:?\d{2})$/;

function literal(value: Json, type: string): string {
  if (value === null) return 'NULL';
  // Some cases write times as `Jan 01 1970 12:00:01`.
  if (type === 'TIMESTAMP' && typeof value === 'string') {
    const utc = new Date(/^\d{4}-/.test(value) ? `${value}Z` : `${value} UTC`);
    return sqlText(utc.toISOString().slice(0, -1));
  }
  const special = specialFloat(value);
  if (special !== undefined) return sqlText(special);
  return sqlText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** `{"$float": "inf"}` stands for a float that JSON lacks. */
function specialFloat(value: Json): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return typeof value['$float'] === 'string' ? value['$float'] : undefined;
}
