import type { Json } from '../json';
import type { Expectation, Suite } from '../suite/suite';
import type { ColumnProfile, Profile } from './profile';

export interface SuggestSuiteOptions {
  name: string;
  /** The column to predict: a row without it is of no use, so it has to be there. */
  target?: string;
}

/**
 * A suite that the profiled data passes: its columns, their types, missing values and ranges. A range is what was
 * seen, not what is possible, so leaving it only warns until someone who knows the data sets the bounds.
 */
export function suggestSuite({ rows, columns }: Profile, { name, target }: SuggestSuiteOptions): Suite {
  return {
    name,
    spelling: '1.x',
    meta: { rows },
    expectations: [
      {
        type: 'expect_table_columns_to_match_set',
        kwargs: { column_set: columns.map((column) => column.name), exact_match: true },
      },
      ...columns.flatMap((column) => [
        ...typeExpectation(column),
        ...presenceExpectation(column, { rows, target: column.name === target }),
        ...rangeExpectation(column),
      ]),
    ],
  };
}

/** Families whose values pandas can tell by type; it holds dates, decimals and lists alike as objects. */
function typeExpectation({ name, family, type, missing }: ColumnProfile): Expectation[] {
  const names = typeList(family, type, missing);
  return names.length === 0
    ? []
    : [{ type: 'expect_column_values_to_be_in_type_list', kwargs: { column: name, type_list: names } }];
}

function typeList(family: ColumnProfile['family'], type: string, missing: number): string[] {
  switch (family) {
    case 'integer':
      // With missing values pandas makes integers floats, without them they are integers again.
      return missing > 0 ? ['int64', 'float64'] : [type];
    case 'float':
      // In another file all values may happen to be whole.
      return [type, 'int64'];
    case 'boolean':
      return ['bool'];
    case 'text':
      return ['str'];
    case 'timestamp':
    case 'timestamptz':
      return [type];
    default:
      return [];
  }
}

function presenceExpectation(
  { name, missing }: ColumnProfile,
  { rows, target }: { rows: number; target: boolean },
): Expectation[] {
  if (rows === 0 || (missing === rows && !target)) return [];
  const mostly = Math.floor(((rows - missing) / rows) * 100) / 100;
  if (missing > 0 && mostly === 0 && !target) return [];
  const kwargs: { [key: string]: Json } = { column: name };
  if (missing > 0 && !target) kwargs['mostly'] = mostly;
  return [
    {
      type: 'expect_column_values_to_not_be_null',
      kwargs,
      ...(missing > 0 ? { meta: { missing_rows: missing } } : {}),
    },
  ];
}

function rangeExpectation({ name, family, min, max }: ColumnProfile): Expectation[] {
  if (family !== 'integer' && family !== 'float' && family !== 'decimal') return [];
  if (typeof min !== 'number' || typeof max !== 'number') return [];
  return [
    {
      type: 'expect_column_values_to_be_between',
      kwargs: { column: name, min_value: min, max_value: max },
      severity: 'warning',
      meta: { bounds: 'smallest and largest value seen' },
    },
  ];
}
