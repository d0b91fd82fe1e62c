import * as z from 'zod';
import { quotedList } from '../wording';
import { tellType, typePlan } from './column-type';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';

export const expectColumnValuesToBeInTypeList = defineExpectation({
  type: 'expect_column_values_to_be_in_type_list',
  kwargs: columnMapKwargs({
    type_list: z
      .union([z.array(z.string()), z.null()], { error: 'expected a list of type names' })
      .optional()
      .transform((names) => names ?? null),
  }),
  plan: ({ column, type_list: names, mostly }, { table, sql, strictTypes: strict }) =>
    typePlan({ column: findColumn(table, column), sql, argument: 'type_list', names, mostly, strict }),
  tell: ({ column, type_list: names, mostly }, result) =>
    tellType(
      { column, expected: `is one of ${quotedList(names ?? [])}`, argument: 'type_list', mostly },
      result,
    ),
});
