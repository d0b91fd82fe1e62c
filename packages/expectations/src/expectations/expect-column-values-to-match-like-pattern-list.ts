import { quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { likePlan } from './like-plan';
import { mapTelling } from './map-telling';
import { escapeArgument, matchOn, textListArgument } from './pattern-kwargs';

export const expectColumnValuesToMatchLikePatternList = defineExpectation({
  type: 'expect_column_values_to_match_like_pattern_list',
  kwargs: columnMapKwargs({
    like_pattern_list: textListArgument('expected a list of LIKE patterns, at least one'),
    escape: escapeArgument,
    match_on: matchOn,
  }),
  plan: ({ column: name, like_pattern_list: patterns, escape, match_on: expected, mostly }, context) => {
    const column = findColumn(context.table, name);
    return likePlan({ column, patterns, escape, expected, mostly }, context);
  },
  tell: ({ column, like_pattern_list: patterns, match_on: on, mostly }, result) => {
    const which = on === 'all' ? 'all' : 'one';
    const expected = `every value of ${shown(column)} matches ${which} of the LIKE patterns ${quotedList(patterns)}`;
    return mapTelling(
      { expected, fix: 'correct or drop these rows, or change the patterns', mostly },
      result,
    );
  },
});
