import * as z from 'zod';
import { shown } from '../wording';
import { tellType, typePlan } from './column-type';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';

export const expectColumnValuesToBeOfType = defineExpectation({
  type: 'expect_column_values_to_be_of_type',
  kwargs: columnMapKwargs({ type_: z.string({ error: 'expected the name of a type' }) }),
  plan: ({ column, type_: name, mostly }, { table, sql, strictTypes: strict }) =>
    typePlan({ column: findColumn(table, column), sql, argument: 'type_', names: [name], mostly, strict }),
  tell: ({ column, type_: name, mostly }, result) =>
    tellType({ column, expected: `is ${shown(name)}`, argument: 'type_', mostly }, result),
});
