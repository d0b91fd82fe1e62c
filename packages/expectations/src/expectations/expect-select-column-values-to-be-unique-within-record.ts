import { quotedList } from '../wording';
import { bothMissing, equalValues } from './compare-columns';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { recordKwargs } from './pair-kwargs';
import { rowsFinding, rowsProposal } from './pair-wording';
import { rowsPlan } from './rows-plan';

/** Two missing values of a row are equal. */
export const expectSelectColumnValuesToBeUniqueWithinRecord = defineExpectation({
  type: 'expect_select_column_values_to_be_unique_within_record',
  kwargs: recordKwargs({}),
  plan: ({ column_list, ignore_row_if: ignoreRowIf, mostly }, { table, sql }) => {
    const columns = column_list.map((name) => findColumn(table, name));
    const repeats = columns.flatMap((a, place) =>
      columns.slice(place + 1).flatMap((b) => [equalValues(a, b, sql), bothMissing(a, b)]),
    );
    const condition = repeats.filter((each) => each !== 'false').join(' OR ');
    return rowsPlan({ columns, sql, ignoreRowIf, mostly, condition: `(${condition})` });
  },
  tell: ({ column_list, mostly }, result) => ({
    expected: `no two of ${quotedList(column_list)} are equal in a row`,
    found: rowsFinding(result, mostly),
    fix: `correct or drop these rows, or set ignore_row_if where values may be missing${rowsProposal(result)}`,
  }),
});
