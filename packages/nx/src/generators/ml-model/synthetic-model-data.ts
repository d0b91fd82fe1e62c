import { renderSuite, type Expectation } from '@modelgate/expectations';
import type { ModelData } from './model-spec';
import { SUITE_COMMENT } from './suite-comment';
import { syntheticData, type SyntheticTask } from './synthetic-data';

const COLUMNS = ['age', 'income', 'credit_score', 'target'];

/** What the columns can be at all, not what they happen to be in these rows. */
const RANGES: Record<string, [number, number]> = {
  age: [18, 100],
  income: [0, 1_000_000],
  credit_score: [300, 850],
};

/** The data that a model starts with where the user brings none. */
export function syntheticModelData(task: SyntheticTask): ModelData {
  const { train, test } = syntheticData(task);
  return {
    task,
    target: 'target',
    delimiter: ',',
    train: 'data/train.csv',
    test: 'data/test.csv',
    suite: SUITE_COMMENT + renderSuite({ name: 'train', spelling: '1.x', expectations: expectations(task) }),
    files: [
      { path: 'data/train.csv', content: train },
      { path: 'data/test.csv', content: test },
    ],
    notes: ['the data is made up; --data=<CSV or Parquet file> takes yours'],
    warnings: [],
  };
}

function expectations(task: SyntheticTask): Expectation[] {
  const targetType = task === 'multiclass-classification' ? 'str' : 'int64';
  return [
    { type: 'expect_table_columns_to_match_set', kwargs: { column_set: COLUMNS, exact_match: true } },
    { type: 'expect_table_column_count_to_equal', kwargs: { value: COLUMNS.length } },
    ...COLUMNS.flatMap((column): Expectation[] => [
      { type: 'expect_column_values_to_not_be_null', kwargs: { column } },
      {
        type: 'expect_column_values_to_be_in_type_list',
        kwargs: { column, type_list: [column === 'target' ? targetType : 'int64'] },
      },
    ]),
    ...Object.entries(RANGES).map(([column, [min_value, max_value]]): Expectation => ({
      type: 'expect_column_values_to_be_between',
      kwargs: { column, min_value, max_value },
    })),
    { type: 'expect_column_mean_to_be_between', kwargs: { column: 'age', min_value: 35, max_value: 55 } },
  ];
}
