import type { Dialect } from './engine/dialect';
import type { Row } from './engine/duckdb';
import { unexpectedAmong } from './expectations/column-map';
import type { Judged, Planned, RowFilter, Unexpected } from './expectations/define';
import { ExpectationError } from './expectations/expectation-error';
import type { Json, JsonObject } from './json';
import type { Column } from './table/column';
import { jsonOf } from './table/json-value';
import type { Table } from './table/table';
import type { ResultFormat, RowIndex } from './validation-result';
import { filteredRows, type Engine } from './waves/engine';
import { assertReadable, batches, databaseError } from './waves/isolated';

/** The rows that do not meet an expectation, in the order of the file: the first ones, for COMPLETE all. */
export interface Examples {
  values: Json[];
  rows: RowIndex[];
  /** The names of the key columns, where rows are named by them. */
  keys?: string[];
}

export interface ExampleRequest {
  plans: readonly Planned[];
  judged: readonly Judged[];
  formats: readonly ResultFormat[];
  /** How many rows are listed of each. */
  limits: readonly number[];
}

interface Wanted {
  index: number;
  unexpected: Unexpected;
  filter: RowFilter | undefined;
  keys: readonly Column[];
  /** undefined for all rows. */
  limit: number | undefined;
}

/**
 * Examples for every failed expectation (for COMPLETE, every one with unexpected rows), by its place in the suite: from
 * one scan, and one more for each condition over windows or groups; an error where the database fails at one of them.
 * @throws where the rows themselves cannot be read
 */
export async function findExamples(
  engine: Engine,
  table: Table,
  request: ExampleRequest,
): Promise<(Examples | ExpectationError | undefined)[]> {
  const wanted = request.plans.flatMap((plan, index) => wantedOf(plan, index, request));
  const found: (Examples | ExpectationError | undefined)[] = request.plans.map(() => undefined);
  const alone = new Set(wanted);
  const { entries } = engine.sql;
  for (const group of entries ? sharing(wanted, table) : []) {
    try {
      const [row = {}] = await engine.session.rows(sharedQuery(engine, table, { wanted: group, entries }));
      for (const [place, each] of group.entries()) {
        found[each.index] = readExamples(row[`e${place}`], each);
        alone.delete(each);
      }
    } catch {
      // Each of them is tried alone.
    }
  }
  for (const each of alone) {
    try {
      const rows = await engine.session.rows(ownQuery(engine, table, each));
      found[each.index] = readExamples(entries ? rows[0]?.['e0'] : rows.sort(byNumber), each);
    } catch (error) {
      await assertReadable(engine.session, table, each.unexpected.columns);
      found[each.index] = databaseError(error);
    }
  }
  return found;
}

/** Lists that look at one row at a time, in groups that one query each can make. */
function sharing(wanted: readonly Wanted[], table: Table): Wanted[][] {
  const jobs = wanted
    .filter(({ unexpected }) => isPlain(unexpected))
    .map((each) => ({
      each,
      columns: each.unexpected.columns,
      expressions: each.unexpected.columns.map(({ name }) => name),
    }));
  return batches(jobs, (table.expressionsAtOnce ?? Infinity) / LIST_WEIGHT).map((group) =>
    group.map(({ each }) => each),
  );
}

/** A list is as long in SQL as some figures. */
const LIST_WEIGHT = 3;

function wantedOf(plan: Planned, index: number, { judged, formats, limits }: ExampleRequest): Wanted[] {
  const verdict = judged[index];
  const format = formats[index] ?? 'BASIC';
  if (plan instanceof ExpectationError || !verdict || verdict instanceof ExpectationError) return [];
  const unexpected = verdict.unexpected ?? plan.unexpected;
  if (!unexpected || !verdict.result.unexpected_count || format === 'BOOLEAN_ONLY') return [];
  if (verdict.success && format !== 'COMPLETE') return [];
  return [
    {
      index,
      unexpected,
      filter: plan.filter,
      keys: plan.keys ?? [],
      limit: format === 'COMPLETE' ? undefined : limits[index],
    },
  ];
}

/** Whether a condition looks at one row alone. */
function isPlain({ condition, derived }: Unexpected): boolean {
  return typeof condition === 'string' && !derived;
}

function byNumber(left: Row, right: Row): number {
  return Number(left['i']) - Number(right['i']);
}

interface Shared {
  wanted: readonly Wanted[];
  entries: Dialect['entries'];
}

function sharedQuery({ sql }: Engine, table: Table, { wanted, entries }: Shared): string {
  const lists = wanted.map(({ unexpected, filter, keys, limit }, place) => {
    const parts = [filter?.sql, unexpected.considered, String(unexpected.condition)];
    const condition = parts.flatMap((part) => (part === undefined ? [] : `(${part})`)).join(' AND ');
    return `${entries?.(fieldsOf(unexpected, keys, sql), condition, limit)} AS e${place}`;
  });
  const columns = wanted.flatMap(({ unexpected: { columns: listed, further = [] }, filter, keys }) => [
    ...listed,
    ...keys,
    ...further,
    ...(filter?.columns ?? []),
  ]);
  return `SELECT ${lists.join(', ')} FROM ${filteredRows(table, columns, { numbered: true })} AS t`;
}

function ownQuery({ sql }: Engine, table: Table, { unexpected, filter, keys, limit }: Wanted): string {
  const rows = filteredRows(table, [...unexpected.columns, ...keys, ...(unexpected.further ?? [])], {
    filter,
    numbered: true,
  });
  const { from, condition } = unexpectedAmong(unexpected, rows);
  const fields = fieldsOf(unexpected, keys, sql);
  if (sql.entries) return `SELECT ${sql.entries(fields, condition, limit)} AS e0 FROM ${from}`;
  const values = Object.entries(fields).map(([name, value]) => `${value} AS ${name}`);
  const end = limit === undefined ? '' : ` LIMIT ${Math.max(1, limit)}`;
  return `SELECT i, ${values.join(', ')} FROM ${from} WHERE ${condition}${end}`;
}

function fieldsOf(
  { columns }: Unexpected,
  keys: readonly Column[],
  { textOf }: Engine['sql'],
): Record<string, string> {
  return Object.fromEntries([
    ...columns.map((column, place) => [`c${place}`, textOf(column)]),
    ...keys.map((column, place) => [`k${place}`, textOf(column)]),
  ]);
}

function readExamples(
  list: Json | undefined,
  { unexpected: { columns, shape = 'record' }, keys }: Wanted,
): Examples {
  const entries = Array.isArray(list) ? list.filter(isObject) : [];
  const read = (entry: JsonObject, letter: string, some: readonly Column[]) =>
    some.map((column, place) => jsonOf(entry[`${letter}${place}`] ?? null, column));
  const named = (some: readonly Column[], values: readonly Json[]): JsonObject =>
    Object.fromEntries(some.map(({ name }, place) => [name, values[place] ?? null]));
  return {
    ...(keys.length > 0 ? { keys: keys.map(({ name }) => name) } : {}),
    rows: entries.map((entry) =>
      keys.length === 0
        ? Number(entry['i'])
        : { ...named(columns, read(entry, 'c', columns)), ...named(keys, read(entry, 'k', keys)) },
    ),
    values: entries.map((entry) => {
      const values = read(entry, 'c', columns);
      if (values.length === 1) return values[0] ?? null;
      return shape === 'pair' ? values : named(columns, values);
    }),
  };
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
