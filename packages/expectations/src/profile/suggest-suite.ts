import type { Json } from '../json';
import type { Expectation, Suite } from '../suite/suite';
import type { ColumnProfile, Profile } from './profile';
import { suggestedFor } from './suggestion-rules';

export interface SuggestSuiteOptions {
  name: string;
  /** The column to predict: a row without it is of no use, so it has to be there. */
  target?: string;
  /** With a classification, the classes of the target are expected. */
  task?: 'binary-classification' | 'multiclass-classification' | 'regression';
}

/**
 * A suite that the profiled data passes: its columns, their types, missing values, ranges and categories. The last two are
 * what was seen, not what is possible, so leaving them only warns until someone who knows the data sets the bounds.
 */
export function suggestSuite({ rows, columns }: Profile, { name, target, task }: SuggestSuiteOptions): Suite {
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
        ...(column.name === target && task?.endsWith('classification')
          ? classesExpectation(column)
          : seenExpectations(column, rows)),
      ]),
    ],
  };
}

/** Families whose values pandas can tell by type; it holds dates, decimals and lists alike as objects. */
export function typeExpectation({ name, family, type, missing }: ColumnProfile): Expectation[] {
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

/** Where all classes are known: a new one is a label that a model has never seen, or a typing error. */
function classesExpectation({ name, family, distinct, values }: ColumnProfile): Expectation[] {
  if (family !== 'integer' && family !== 'text' && family !== 'boolean') return [];
  if (values.length === 0 || values.length < distinct) return [];
  const order = (left: Json, right: Json) =>
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left) < String(right)
        ? -1
        : 1;
  return [
    {
      type: 'expect_column_values_to_be_in_set',
      kwargs: { column: name, value_set: values.map(({ value }) => value).sort(order) },
      meta: { rows_seen: Object.fromEntries(values.map(({ value, count }) => [String(value), count])) },
    },
  ];
}

/** Ranges and categories by the rules of `suggest`. */
function seenExpectations(column: ColumnProfile, rows: number): Expectation[] {
  const proposed = suggestedFor({ column: column.name, files: [{ rows, profile: column }] });
  return proposed.filter(({ meta }) => meta?.['rule'] === 'range' || meta?.['rule'] === 'categorical_range');
}
