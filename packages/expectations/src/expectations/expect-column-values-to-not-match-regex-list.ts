import { quotedList, shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';
import { textListArgument } from './pattern-kwargs';
import { regexPlan } from './regex-plan';

/** The patterns are searched for anywhere in the text of a value, as `re.search` of Python does. */
export const expectColumnValuesToNotMatchRegexList = defineExpectation({
  type: 'expect_column_values_to_not_match_regex_list',
  kwargs: columnMapKwargs({
    regex_list: textListArgument('expected a list of regular expressions, at least one'),
  }),
  plan: ({ column: name, regex_list: regexes, mostly }, context) => {
    const column = findColumn(context.table, name);
    return regexPlan({ column, regexes, expected: 'none', mostly }, context);
  },
  tell: ({ column, regex_list: regexes, mostly }, result) => {
    const expected = `no value of ${shown(column)} matches any of the regular expressions ${quotedList(regexes)}`;
    return mapTelling(
      { expected, fix: 'correct or drop these rows, or change the patterns', mostly },
      result,
    );
  },
});
