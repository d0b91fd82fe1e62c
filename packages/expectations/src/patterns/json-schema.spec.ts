import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../json';
import { jsonSchema, SchemaError } from './json-schema';
import { parsePythonJson } from './python-json';

const golden = z
  .object({
    values: z.array(z.string()),
    schemas: z.array(
      z.object({
        schema: z.record(z.string(), z.json()),
        refused: z.string().optional(),
        valid: z.array(z.number()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(__dirname, 'json-schema.golden.json'), 'utf8')));

/** What is judged otherwise. */
const OTHERWISE: readonly string[] = [
  // To draft 4 of Python's jsonschema 1.0 is no integer.
  '{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}',
  // A dynamic reference beside the anchor that it means is taken for one to the schema itself.
  '{"$dynamicRef":"#node","$defs":{"n":{"$dynamicAnchor":"node","type":"integer"}}}',
];

/** Numbers of the values that are valid; undefined for a schema that is refused. */
function valid(schema: JsonObject): number[] | undefined {
  try {
    const isValid = jsonSchema(schema);
    return golden.values.flatMap((value, place) => (isValid(parsePythonJson(value)) ? [place] : []));
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

describe('jsonSchema', () => {
  it.each<[number, number, boolean]>([
    [1e300, 0.5, true],
    [1e22, 2, true],
    [0.9, 0.3, true],
    [0.3, 0.1, false],
    [1.13, 0.01, false],
    [5, 2, false],
  ])('%d is a multiple of %d: %s', (value, multipleOf, expected) => {
    expect(jsonSchema({ multipleOf })(value)).toBe(expected);
  });

  const schemas = golden.schemas.map((each) => [JSON.stringify(each.schema), each] as const);

  it.each(schemas.filter(([name]) => !OTHERWISE.includes(name)))(
    'judges by %s as jsonschema does',
    (_name, { schema, valid: expected }) => {
      const shown = (places: number[] | undefined) => places?.map((place) => golden.values[place]);
      expect(shown(valid(schema))).toEqual(shown(expected));
    },
  );
});
