import type { Row } from '../engine/duckdb';
import { sqlList } from '../engine/sql';
import type { Family } from './column';

/** Texts that `pandas.read_csv` takes for a missing value; the empty text is one more. */
export const NULL_TEXTS = [
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
];

/** The types that pandas finds in a CSV file; dates and times stay text. */
export type CsvFamily = Extract<Family, 'integer' | 'float' | 'boolean' | 'text' | 'empty'>;

export const CSV_SQL_TYPE: Record<CsvFamily, string> = {
  integer: 'BIGINT',
  float: 'DOUBLE',
  boolean: 'BOOLEAN',
  text: 'VARCHAR',
  empty: 'VARCHAR',
};

/** The typed value of a raw text; NULL where there is none. */
export function typedValue(family: CsvFamily, raw: string): string {
  switch (family) {
    case 'integer':
      return `TRY_CAST(${raw} AS BIGINT)`;
    case 'float':
      return `TRY_CAST(${raw} AS DOUBLE)`;
    case 'boolean':
      return `(lower(${raw}) = 'true')`;
    case 'text':
      return raw;
    case 'empty':
      return 'CAST(NULL AS DOUBLE)';
  }
}

/**
 * An aggregate that counts the raw texts which are not of the family; undefined where any text is.
 * `count_if` and not FILTER, which copies all columns for each aggregate.
 * For integers it also counts unusual spellings (`007`, `+5`), which the slower `classification` then judges.
 */
export function refutations(family: CsvFamily, raw: string, value: string): string | undefined {
  switch (family) {
    case 'integer':
      return `count_if(${value}::VARCHAR IS DISTINCT FROM ${raw})`;
    case 'float':
      return `count_if(${raw} IS NOT NULL AND (${value} IS NULL OR isnan(${value})))`;
    case 'boolean':
      return `count_if(lower(${raw}) NOT IN (${sqlList(['true', 'false'])}))`;
    case 'empty':
      return `count(${raw})`;
    case 'text':
      return undefined;
  }
}

/** Aggregates that tell the family of a column of raw texts, to be read by `familyFrom`. */
export function classification(index: number, raw: string): string[] {
  const digits = sqlList(['\\s*[+-]?[0-9]+\\s*']);
  const isInteger = `regexp_full_match(${raw}, ${digits}) AND TRY_CAST(${raw} AS BIGINT) IS NOT NULL`;
  // DuckDB takes `1_000` for a number, and any spelling of NaN.
  const number = `TRY_CAST(${raw} AS DOUBLE)`;
  const isFloat = `${number} IS NOT NULL AND NOT isnan(${number}) AND NOT contains(${raw}, '_')`;
  return [
    `count(${raw}) AS present${index}`,
    `count_if(${isInteger}) AS integer${index}`,
    `count_if(${isFloat}) AS float${index}`,
    `count_if(lower(${raw}) IN (${sqlList(['true', 'false'])})) AS boolean${index}`,
  ];
}

export function familyFrom(row: Row, index: number): CsvFamily {
  const present = Number(row[`present${index}`]);
  if (present === 0) return 'empty';
  const families = ['integer', 'float', 'boolean'] as const;
  return families.find((family) => Number(row[`${family}${index}`]) === present) ?? 'text';
}
