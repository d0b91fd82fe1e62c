import { shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';
import { textArgument } from './pattern-kwargs';
import { regexPlan } from './regex-plan';

/** The pattern is searched for anywhere in the text of a value, as `re.search` of Python does. */
export const expectColumnValuesToMatchRegex = defineExpectation({
  type: 'expect_column_values_to_match_regex',
  kwargs: columnMapKwargs({ regex: textArgument('expected a regular expression').default('(?s).*') }),
  plan: ({ column: name, regex, mostly }, context) => {
    const column = findColumn(context.table, name);
    return regexPlan({ column, regexes: [regex], expected: 'any', mostly }, context);
  },
  tell: ({ column, regex, mostly }, result) => {
    const expected = `every value of ${shown(column)} matches the regular expression ${shown(regex)}`;
    return mapTelling({ expected, fix: 'correct or drop these rows, or change the pattern', mostly }, result);
  },
});
