import { shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { likePlan } from './like-plan';
import { mapTelling } from './map-telling';
import { escapeArgument, textArgument } from './pattern-kwargs';

export const expectColumnValuesToMatchLikePattern = defineExpectation({
  type: 'expect_column_values_to_match_like_pattern',
  kwargs: columnMapKwargs({
    like_pattern: textArgument('expected a LIKE pattern, a text'),
    escape: escapeArgument,
  }),
  plan: ({ column: name, like_pattern: pattern, escape, mostly }, context) => {
    const column = findColumn(context.table, name);
    return likePlan({ column, patterns: [pattern], escape, expected: 'any', mostly }, context);
  },
  tell: ({ column, like_pattern: pattern, mostly }, result) => {
    const expected = `every value of ${shown(column)} matches LIKE ${shown(pattern)}`;
    return mapTelling({ expected, fix: 'correct or drop these rows, or change the pattern', mostly }, result);
  },
});
