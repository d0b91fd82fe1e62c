import { quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';
import { matchOn, textListArgument } from './pattern-kwargs';
import { regexPlan } from './regex-plan';

/** The patterns are searched for anywhere in the text of a value, as `re.search` of Python does. */
export const expectColumnValuesToMatchRegexList = defineExpectation({
  type: 'expect_column_values_to_match_regex_list',
  kwargs: columnMapKwargs({
    regex_list: textListArgument('expected a list of regular expressions, at least one'),
    match_on: matchOn,
  }),
  plan: ({ column: name, regex_list: regexes, match_on: expected, mostly }, context) => {
    const column = findColumn(context.table, name);
    return regexPlan({ column, regexes, expected, mostly }, context);
  },
  tell: ({ column, regex_list: regexes, match_on: on, mostly }, result) => {
    const which = on === 'all' ? 'all' : 'one';
    const expected = `every value of ${shown(column)} matches ${which} of the regular expressions ${quotedList(regexes)}`;
    return mapTelling(
      { expected, fix: 'correct or drop these rows, or change the patterns', mostly },
      result,
    );
  },
});
