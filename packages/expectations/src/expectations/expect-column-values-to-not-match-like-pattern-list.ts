import { quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { likePlan } from './like-plan';
import { mapTelling } from './map-telling';
import { escapeArgument, textListArgument } from './pattern-kwargs';

export const expectColumnValuesToNotMatchLikePatternList = defineExpectation({
  type: 'expect_column_values_to_not_match_like_pattern_list',
  kwargs: columnMapKwargs({
    like_pattern_list: textListArgument('expected a list of LIKE patterns, at least one'),
    escape: escapeArgument,
  }),
  plan: ({ column: name, like_pattern_list: patterns, escape, mostly }, context) => {
    const column = findColumn(context.table, name);
    return likePlan({ column, patterns, escape, expected: 'none', mostly }, context);
  },
  tell: ({ column, like_pattern_list: patterns, mostly }, result) => {
    const expected = `no value of ${shown(column)} matches any of the LIKE patterns ${quotedList(patterns)}`;
    return mapTelling(
      { expected, fix: 'correct or drop these rows, or change the patterns', mostly },
      result,
    );
  },
});
