import { isDateutilParseable } from '../patterns/dateutil';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';
import { textOnlyPlan } from './text-only-plan';

/** What a text lacks is taken from the current day, as python-dateutil does: `31` is a date only in a long month. */
export const expectColumnValuesToBeDateutilParseable = defineExpectation({
  type: 'expect_column_values_to_be_dateutil_parseable',
  kwargs: columnMapKwargs({}),
  plan: ({ column: name, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    const now = new Date();
    const today = { year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() };
    return textOnlyPlan({ column, sql, mostly, isUnexpected: (text) => !isDateutilParseable(text, today) });
  },
  tell: ({ column, mostly }, result) => {
    const expected = `every value of ${shown(column)} can be read as a date or a time`;
    return mapTelling({ expected, fix: 'correct or drop these rows', mostly }, result);
  },
});
