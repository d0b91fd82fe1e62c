import type { Json } from '../../json';
import type { ExpectationResult } from '../../validation-result';

/** What expectations say of where a column's values lie. */
export interface Expected {
  ranges: ExpectedRange[];
  /** The values that are allowed, where an expectation lists them. */
  values?: Json[];
}

export interface ExpectedRange {
  /** `values`, `mean`. */
  of: string;
  /** Absent where the range is open at that side. */
  low?: number;
  high?: number;
  met: boolean;
}

/** Expectations whose bounds are in the units of the column, by what has to lie between them. */
const RANGES: Record<string, string> = {
  expect_column_values_to_be_between: 'values',
  expect_column_mean_to_be_between: 'mean',
  expect_column_median_to_be_between: 'median',
  expect_column_min_to_be_between: 'smallest',
  expect_column_max_to_be_between: 'largest',
};

const VALUE_SETS = [
  'expect_column_values_to_be_in_set',
  'expect_column_distinct_values_to_be_in_set',
  'expect_column_distinct_values_to_equal_set',
];

export function expectedOf(results: readonly ExpectationResult[]): Expected {
  const ranges = results.flatMap(({ success, expectation_config: { type, kwargs } }): ExpectedRange[] => {
    const of = RANGES[type];
    const low = finite(kwargs['min_value']);
    const high = finite(kwargs['max_value']);
    if (of === undefined || (low === undefined && high === undefined)) return [];
    return [
      { of, met: success, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) },
    ];
  });
  const sets = results.flatMap(({ expectation_config: { type, kwargs } }) => {
    const set = VALUE_SETS.includes(type) ? kwargs['value_set'] : undefined;
    return Array.isArray(set) ? [set] : [];
  });
  const [values] = sets;
  return { ranges, ...(values ? { values } : {}) };
}

function finite(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
