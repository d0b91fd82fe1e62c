import * as z from 'zod';
import { pandasType } from '../table/column';
import { shown } from '../wording';
import { presence, presentCount } from './column-map';
import { tellType } from './column-type';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnKwargs } from './kwargs';
import { dtypeNames, isDtype, isKnown, speaksSql, typeNames } from './type-names';

/** The type of the column as a whole, where expect_column_values_to_be_of_type may look at its values. */
export const expectColumnTypeToBe = defineExpectation({
  type: 'expect_column_type_to_be',
  kwargs: columnKwargs({ type_: z.string({ error: 'expected the name of a type' }) }),
  plan: ({ column: named, type_: name }, { table, strictTypes }) => {
    const column = findColumn(table, named);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      verdict: (figures) => {
        const found = presence(figures, column);
        const dtype = pandasType(column, found);
        const exact = dtypeNames(dtype).includes(name);
        if (!exact && !isDtype(name) && (strictTypes || !isKnown(name, { strict: false }))) {
          throw new ExpectationError(`type_ names no type that is known: ${shown(name)}`);
        }
        const { strict, lenient } = typeNames(column, found);
        const loose = !exact && !strictTypes && (lenient.has(name) || strict.has(name));
        return {
          success: exact || loose,
          result: {
            observed_value: !strictTypes && speaksSql([name]) ? column.sqlType : dtype,
            ...(loose ? { details: { lenient: [name] } } : {}),
          },
        };
      },
    };
  },
  tell: ({ column, type_: name }, result) =>
    tellType({ column, expected: `is ${shown(name)}`, argument: 'type_', mostly: 1 }, result),
});
