import { shown } from '../wording';
import { defineExpectation } from './define';
import { absentees, distinctSetSchema, membersOf, strangers } from './distinct-set';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';
import { listed } from './set-membership';

export const expectColumnDistinctValuesToEqualSet = defineExpectation({
  type: 'expect_column_distinct_values_to_equal_set',
  kwargs: columnKwargs({ value_set: distinctSetSchema }),
  plan: ({ column: name, value_set: set }, { table, sql }) => {
    const column = findColumn(table, name);
    const members = membersOf(column, set, sql);
    const others = strangers(column, members, sql);
    const missed = absentees(column, members, sql);
    return {
      columns: [column],
      expressions: [...others.expressions, ...missed.expressions],
      second: (figures) => [...missed.second(figures), ...others.second(figures)],
      verdict: (figures, answers) => {
        const unexpected = others.found(answers.rows(missed.second(figures).length));
        const missing = missed.found(figures, answers.rows(0));
        return {
          success: unexpected.count === 0 && missing.count === 0,
          result: {
            observed_value: null,
            unexpected_count: unexpected.count,
            missing_count: missing.count,
            partial_unexpected_list: unexpected.list,
            partial_missing_list: missing.list,
          },
        };
      },
    };
  },
  tell: ({ column, value_set: set }, result) => {
    const { unexpected_count: unexpected = 0, missing_count: missing = 0 } = result;
    const found = [
      missing > 0 ? `not there: ${listed(result.partial_missing_list ?? [])}` : '',
      unexpected > 0 ? `not expected: ${listed(result.partial_unexpected_list ?? [])}` : '',
    ];
    return {
      expected: `the values of ${shown(column)} are exactly ${listed(set)}`,
      found: found.filter((part) => part !== '').join('; '),
      complete: true,
      fix: 'correct the rows with values that are not expected, or change value_set',
    };
  },
});
