import { shown } from '../wording';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { jsonOfValue } from './json-of-value';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';
import { distinctPlan } from './distinct-plan';

/** Texts are read as `json.loads` of Python reads them; values that are no texts, numbers for one, are not parseable. */
export const expectColumnValuesToBeJsonParseable = defineExpectation({
  type: 'expect_column_values_to_be_json_parseable',
  kwargs: columnMapKwargs({}),
  plan: ({ column: name, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    const read = jsonOfValue(column, sql);
    return distinctPlan({ column, sql, mostly, isUnexpected: (text) => read(text) instanceof Error });
  },
  tell: ({ column, mostly }, result) => {
    const expected = `every value of ${shown(column)} is JSON`;
    return mapTelling({ expected, fix: 'correct or drop these rows', mostly }, result);
  },
});
