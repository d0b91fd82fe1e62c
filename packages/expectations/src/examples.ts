import type { Session } from './engine/duckdb';
import type { Judged, Planned, Unexpected } from './expectations/define';
import { ExpectationError } from './expectations/expectation-error';
import type { Json } from './json';
import type { Column } from './table/column';
import { jsonOf, textOf } from './table/json-value';
import type { Table } from './table/table';
import type { ResultFormat } from './validation-result';

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
  format: ResultFormat;
}

/**
 * Examples for every failed expectation (for COMPLETE, every one with unexpected rows), by its place in the suite, from
 * one scan.
 */
export async function findExamples(
  session: Session,
  table: Table,
  request: ExampleRequest,
): Promise<(Examples | undefined)[]> {
  const wanted = request.plans.flatMap((plan, index): Wanted[] => {
    const verdict = request.judged[index];
    const format = request.formats[index] ?? 'BASIC';
    if (plan instanceof ExpectationError || !verdict || verdict instanceof ExpectationError) return [];
    if (!plan.unexpected || !verdict.result.unexpected_count || format === 'BOOLEAN_ONLY') return [];
    if (verdict.success && format !== 'COMPLETE') return [];
    return [{ index, unexpected: plan.unexpected, format }];
  });
  const found: (Examples | undefined)[] = request.plans.map(() => undefined);
  if (wanted.length === 0) return found;

  const columns = [...new Map(wanted.map(({ unexpected: { column } }) => [column.index, column])).values()];
  const lists = wanted.map(
    ({ unexpected, format }, place) => `${listOf(unexpected, format, request.limit)} AS e${place}`,
  );
  const [row = {}] = await session.rows(
    `SELECT ${lists.join(', ')} FROM (${table.rows(columns, { numbered: true })})`,
  );
  for (const [place, { index, unexpected }] of wanted.entries()) {
    const entries = readEntries(row[`e${place}`], unexpected.column);
    found[index] = {
      values: entries.map(({ value }) => value),
      rows: entries.map(({ row: number }) => number),
    };
  }
  return found;
}

/** An aggregate: the unexpected rows as a list, the first ones only unless all are asked for. */
function listOf({ column, condition }: Unexpected, format: ResultFormat, limit: number): string {
  const entry = `{'i': i, 'v': ${textOf(column)}}`;
  return format === 'COMPLETE'
    ? `list(${entry} ORDER BY i) FILTER (${condition})`
    : `min(CASE WHEN ${condition} THEN ${entry} END, ${Math.max(1, limit)})`;
}

function readEntries(list: Json | undefined, column: Column): { row: number; value: Json }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? [{ row: Number(entry['i']), value: jsonOf(entry['v'] ?? null, column) }]
      : [],
  );
}
