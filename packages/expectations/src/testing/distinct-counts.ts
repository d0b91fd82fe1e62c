import type { Json, JsonObject } from '../json';
import type { ConformanceCase } from './conformance-case';

/**
 * The result that a case expects. Older versions of Great Expectations report the values of a column where newer ones
 * count those that are not in the set, or not in the column: the counts follow from the values.
 */
export function expectedResult({ expectation, kwargs, verdict: { result } }: ConformanceCase): JsonObject {
  const { observed_value: observed } = result;
  const set = kwargs['value_set'];
  if (!expectation.startsWith('expect_column_distinct_values_to_') || !Array.isArray(observed)) return result;
  const members = Array.isArray(set) ? set : [];
  return {
    observed_value: null,
    ...(expectation.includes('_contain_') ? {} : { unexpected_count: without(observed, members) }),
    ...(expectation.includes('_be_in_') ? {} : { missing_count: without(members, observed) }),
  };
}

function without(values: readonly Json[], others: readonly Json[]): number {
  return new Set(values.filter((value) => !others.includes(value))).size;
}
