import * as z from 'zod';
import { jsonSchema, SchemaError } from '../patterns/json-schema';
import type { PythonJson } from '../patterns/python-json';
import { shown } from '../wording';
import { defineExpectation } from './define';
import { distinctPlan } from './distinct-plan';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { jsonOfValue } from './json-of-value';
import { columnMapKwargs } from './kwargs';
import { mapTelling } from './map-telling';

/** A value that is no JSON is an error whatever `mostly` says, as it is to Great Expectations. */
export const expectColumnValuesToMatchJsonSchema = defineExpectation({
  type: 'expect_column_values_to_match_json_schema',
  kwargs: columnMapKwargs({
    json_schema: z.record(z.string(), z.json(), { error: 'expected a JSON schema, an object' }),
  }),
  plan: ({ column: name, json_schema: schema, mostly }, { table, sql }) => {
    const column = findColumn(table, name);
    const read = jsonOfValue(column, sql);
    let validator: ((value: PythonJson) => boolean) | undefined;
    return distinctPlan({
      column,
      sql,
      mostly,
      isUnexpected: (text) => {
        const value = read(text);
        if (value instanceof Error) {
          throw new ExpectationError(
            `column ${shown(column.name)} holds ${shown(text)}, which is no JSON: ${value.message}`,
          );
        }
        return !following(() => (validator ??= jsonSchema(schema))(value));
      },
    });
  },
  tell: ({ column, mostly }, result) => {
    const expected = `every value of ${shown(column)} is valid by the JSON schema`;
    return mapTelling({ expected, fix: 'correct or drop these rows, or change the schema', mostly }, result);
  },
});

function following<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SchemaError)
      throw new ExpectationError(`json_schema cannot be used: ${error.message}`);
    throw error;
  }
}
