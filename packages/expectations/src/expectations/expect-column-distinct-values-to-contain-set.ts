import { shown } from '../wording';
import { presentCount } from './column-map';
import { defineExpectation } from './define';
import { absentees, distinctSetSchema, membersOf } from './distinct-set';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';
import { listed } from './set-membership';

export const expectColumnDistinctValuesToContainSet = defineExpectation({
  type: 'expect_column_distinct_values_to_contain_set',
  kwargs: columnKwargs({ value_set: distinctSetSchema }),
  plan: ({ column: name, value_set: set }, { table, sql }) => {
    const column = findColumn(table, name);
    const { expressions, second, found } = absentees(column, membersOf(column, set, sql), sql);
    return {
      columns: [column],
      expressions: [presentCount(column), ...expressions],
      second,
      verdict: (figures, answers) => {
        const { count, list } = found(figures, answers.rows(0));
        return {
          success: count === 0,
          result: { observed_value: null, missing_count: count, partial_missing_list: list },
        };
      },
    };
  },
  tell: ({ column, value_set: set }, { missing_count: count = 0, partial_missing_list: list = [] }) => ({
    expected: `each of ${listed(set)} is a value of ${shown(column)}`,
    found: `${count} ${count === 1 ? 'is' : 'are'} not there: ${listed(list)}`,
    complete: true,
    fix: 'find out which rows were lost or renamed, or take the values out of value_set',
  }),
});
