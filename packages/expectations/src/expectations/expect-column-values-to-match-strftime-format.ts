import { FormatError, strptimeFormat, type StrptimeFormat } from '../patterns/strptime';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';
import { textArgument } from './pattern-kwargs';
import { textOnlyPlan } from './text-only-plan';

/** Texts are parsed as `datetime.strptime` of Python parses them, in an English locale. */
export const expectColumnValuesToMatchStrftimeFormat = defineExpectation({
  type: 'expect_column_values_to_match_strftime_format',
  kwargs: columnMapKwargs({ strftime_format: textArgument('expected a format such as "%Y-%m-%d"') }),
  plan: ({ column: name, strftime_format: format, mostly }, { table, sql }) => {
    const { parses } = readFormat(format);
    const column = findColumn(table, name);
    return textOnlyPlan({ column, sql, mostly, isUnexpected: (text) => !parses(text) });
  },
  tell: ({ column, strftime_format: format, mostly }, result) => {
    const expected = `every value of ${shown(column)} is of the format ${shown(format)}`;
    return mapTelling({ expected, fix: 'correct or drop these rows, or change the format', mostly }, result);
  },
});

function readFormat(format: string): StrptimeFormat {
  try {
    return strptimeFormat(format);
  } catch (error) {
    if (error instanceof FormatError) throw new ExpectationError(`strftime_format: ${error.message}`);
    throw error;
  }
}
