import { UserError } from '@modelgate/contracts';
import { ExpectationError } from './expectations/expectation-error';
import { findColumn } from './expectations/find-column';
import type { Json, JsonObject } from './json';
import type { Suite } from './suite/suite';
import type { Column } from './table/column';
import type { Table } from './table/table';

const KEYS = 'unexpected_index_column_names';

/** The columns by which an expectation names rows, as its own `result_format` has them; undefined where it has none. */
export function ownKeys({ result_format: format }: JsonObject): readonly string[] | undefined {
  return isObject(format) ? namesIn(format) : undefined;
}

/** The key columns that a suite names for all of its expectations. */
export function suiteKeys({ meta = {}, extra = {} }: Suite): readonly string[] | undefined {
  for (const place of [meta, meta['result_format'], extra['result_format']]) {
    const names = isObject(place) ? namesIn(place) : undefined;
    if (names) return names;
  }
  return undefined;
}

/** @throws ExpectationError for a key column that there is not */
export function keyColumns(table: Table, names: readonly string[]): Column[] {
  return names.map((name) => findColumn(table, name));
}

/** As `keyColumns`, for keys that are meant for all expectations. @throws UserError */
export function commonKeyColumns(table: Table, names: readonly string[], file: string): Column[] {
  try {
    return keyColumns(table, names);
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    throw new UserError(`the key columns of failing rows are not all there: ${error.message}`, {
      where: { file },
      fix: `name columns of the data in ${KEYS}`,
      cause: error,
    });
  }
}

function namesIn(format: JsonObject): readonly string[] | undefined {
  const names = format[KEYS];
  return Array.isArray(names) && names.length > 0 ? names.map(String) : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
