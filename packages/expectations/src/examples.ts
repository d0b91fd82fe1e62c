import { unexpectedAmong } from './expectations/column-map';
import type { Judged, Planned, RowFilter, Unexpected } from './expectations/define';
import { ExpectationError } from './expectations/expectation-error';
import type { Json, JsonObject } from './json';
import { jsonOf } from './table/json-value';
import type { Table } from './table/table';
import type { ResultFormat } from './validation-result';
import { filteredRows, type Engine } from './waves/engine';

/** The rows that do not meet an expectation, in the order of the file: the first ones, for COMPLETE all. */
export interface Examples {
  values: Json[];
  /** 0-based numbers of the rows. */
  rows: number[];
}

export interface ExampleRequest {
  plans: readonly Planned[];
  judged: readonly Judged[];
  formats: readonly ResultFormat[];
  limit: number;
}

interface Wanted {
  index: number;
  unexpected: Unexpected;
  filter: RowFilter | undefined;
  /** undefined for all rows. */
  limit: number | undefined;
}

/**
 * Examples for every failed expectation (for COMPLETE, every one with unexpected rows), by its place in the suite: from
 * one scan, and one more for each condition over windows or groups.
 */
export async function findExamples(
  engine: Engine,
  table: Table,
  request: ExampleRequest,
): Promise<(Examples | undefined)[]> {
  const wanted = request.plans.flatMap((plan, index) => wantedOf(plan, index, request));
  const found: (Examples | undefined)[] = request.plans.map(() => undefined);
  const shared = wanted.filter(({ unexpected }) => isPlain(unexpected));
  for (const group of [shared, ...wanted.filter((each) => !shared.includes(each)).map((each) => [each])]) {
    if (group.length === 0) continue;
    const [row = {}] = await engine.session.rows(
      group === shared ? sharedQuery(engine, table, group) : ownQuery(engine, table, group[0]),
    );
    for (const [place, { index, unexpected }] of group.entries()) {
      found[index] = readExamples(row[`e${place}`], unexpected);
    }
  }
  return found;
}

function wantedOf(plan: Planned, index: number, { judged, formats, limit }: ExampleRequest): Wanted[] {
  const verdict = judged[index];
  const format = formats[index] ?? 'BASIC';
  if (plan instanceof ExpectationError || !verdict || verdict instanceof ExpectationError) return [];
  const unexpected = verdict.unexpected ?? plan.unexpected;
  if (!unexpected || !verdict.result.unexpected_count || format === 'BOOLEAN_ONLY') return [];
  if (verdict.success && format !== 'COMPLETE') return [];
  return [{ index, unexpected, filter: plan.filter, limit: format === 'COMPLETE' ? undefined : limit }];
}

/** Whether a condition looks at one row alone. */
function isPlain({ condition, derived }: Unexpected): boolean {
  return typeof condition === 'string' && !derived;
}

function sharedQuery({ sql }: Engine, table: Table, wanted: readonly Wanted[]): string {
  const lists = wanted.map(({ unexpected, filter, limit }, place) => {
    const parts = [filter?.sql, unexpected.considered, String(unexpected.condition)];
    const condition = parts.flatMap((part) => (part === undefined ? [] : `(${part})`)).join(' AND ');
    return `${sql.entries(fieldsOf(unexpected, sql), condition, limit)} AS e${place}`;
  });
  const columns = wanted.flatMap(({ unexpected: { columns: listed, further = [] }, filter }) => [
    ...listed,
    ...further,
    ...(filter?.columns ?? []),
  ]);
  return `SELECT ${lists.join(', ')} FROM ${filteredRows(table, columns, { numbered: true })} AS t`;
}

function ownQuery({ sql }: Engine, table: Table, wanted: Wanted | undefined): string {
  if (!wanted) throw new Error('one list was asked for');
  const { unexpected, filter, limit } = wanted;
  const rows = filteredRows(table, [...unexpected.columns, ...(unexpected.further ?? [])], {
    filter,
    numbered: true,
  });
  const { from, condition } = unexpectedAmong(unexpected, rows);
  return `SELECT ${sql.entries(fieldsOf(unexpected, sql), condition, limit)} AS e0 FROM ${from}`;
}

function fieldsOf({ columns }: Unexpected, { textOf }: Engine['sql']): Record<string, string> {
  return Object.fromEntries(columns.map((column, place) => [`c${place}`, textOf(column)]));
}

function readExamples(list: Json | undefined, { columns, shape = 'record' }: Unexpected): Examples {
  const entries = Array.isArray(list) ? list.filter(isObject) : [];
  return {
    rows: entries.map((entry) => Number(entry['i'])),
    values: entries.map((entry) => {
      const values = columns.map((column, place) => jsonOf(entry[`c${place}`] ?? null, column));
      if (values.length === 1) return values[0] ?? null;
      return shape === 'pair'
        ? values
        : Object.fromEntries(columns.map(({ name }, place) => [name, values[place] ?? null]));
    }),
  };
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
