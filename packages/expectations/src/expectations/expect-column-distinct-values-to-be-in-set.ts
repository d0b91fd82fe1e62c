import { shown } from '../wording';
import { defineExpectation } from './define';
import { distinctSetSchema, membersOf, strangers } from './distinct-set';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';
import { listed } from './set-membership';

export const expectColumnDistinctValuesToBeInSet = defineExpectation({
  type: 'expect_column_distinct_values_to_be_in_set',
  kwargs: columnKwargs({ value_set: distinctSetSchema.min(1, 'expected at least one value') }),
  plan: ({ column: name, value_set: set }, { table, sql }) => {
    const column = findColumn(table, name);
    const { expressions, second, found } = strangers(column, membersOf(column, set, sql), sql);
    return {
      columns: [column],
      expressions,
      second,
      verdict: (_figures, answers) => {
        const { count, list } = found(answers.rows(0));
        return {
          success: count === 0,
          result: { observed_value: null, unexpected_count: count, partial_unexpected_list: list },
        };
      },
    };
  },
  tell: (
    { column, value_set: set },
    { unexpected_count: count = 0, partial_unexpected_list: list = [] },
  ) => ({
    expected: `the values of ${shown(column)} are among ${listed(set)}`,
    found: `${count} ${count === 1 ? 'other value' : 'other values'}: ${listed(list)}`,
    complete: true,
    fix: 'correct or drop the rows with these values, or add the values to value_set',
  }),
});
