import type { Examples } from './examples';
import type { Json } from './json';
import type { ResultDetail, ResultFormat } from './validation-result';

const NONE: Examples = { values: [], rows: [] };

/**
 * What of a result Great Expectations reports at a format. Lists of rows that were not looked for are left out.
 * @param limit how many rows a partial list holds
 */
export function resultAt(
  format: ResultFormat,
  detail: ResultDetail,
  { examples, limit }: { examples: Examples | undefined; limit: number },
): ResultDetail {
  if (format === 'BOOLEAN_ONLY') return {};
  const ofRows = detail.unexpected_count === 0 && detail.element_count !== undefined;
  const found = ofRows ? NONE : examples;
  if (!found) return detail;
  const result: ResultDetail = { ...detail, partial_unexpected_list: found.values.slice(0, limit) };
  if (format === 'BASIC') return result;
  if (found.keys) result.unexpected_index_column_names = found.keys;
  result.partial_unexpected_counts = mostFrequent(found.values, limit);
  result.partial_unexpected_index_list = found.rows.slice(0, limit);
  return format === 'SUMMARY'
    ? result
    : { ...result, unexpected_list: found.values, unexpected_index_list: found.rows };
}

/** The most frequent of the values, ties in the order of the values. */
function mostFrequent(values: readonly Json[], limit: number): { value: Json; count: number }[] {
  const counts = new Map<string, { value: Json; count: number }>();
  for (const value of values) {
    const entry = counts.get(JSON.stringify(value)) ?? { value, count: 0 };
    entry.count++;
    counts.set(JSON.stringify(value), entry);
  }
  return [...counts.values()]
    .sort((left, right) => right.count - left.count || compareValues(left.value, right.value))
    .slice(0, limit);
}

function compareValues(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
