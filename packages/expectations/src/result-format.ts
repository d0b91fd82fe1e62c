import type { Examples } from './examples';
import type { ResultDetail, ResultFormat } from './validation-result';

/** What of a result Great Expectations reports at a format. */
export function resultAt(
  format: ResultFormat,
  detail: ResultDetail,
  examples: Examples | undefined,
): ResultDetail {
  if (format === 'BOOLEAN_ONLY') return {};
  if (detail.unexpected_count === undefined) return detail;
  const { values = [], rows = [], counts = [], allValues = [], allRows = [] } = examples ?? {};
  return {
    ...detail,
    partial_unexpected_list: values,
    ...(format === 'BASIC' ? {} : { partial_unexpected_counts: counts, partial_unexpected_index_list: rows }),
    ...(format === 'COMPLETE' ? { unexpected_list: allValues, unexpected_index_list: allRows } : {}),
  };
}
