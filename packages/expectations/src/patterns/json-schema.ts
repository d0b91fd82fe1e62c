import { createRequire } from 'node:module';
import type * as draft7 from 'ajv';
import type * as draft4 from 'ajv-draft-04';
import type * as draft2019 from 'ajv/dist/2019';
import type * as draft2020 from 'ajv/dist/2020';
import type * as draft6 from 'ajv/dist/refs/json-schema-draft-06.json';
import type { JsonObject } from '../json';
import { plainSchema } from './plain-schema';
import type { PythonJson } from './python-json';
import { pythonPattern } from './python-pattern';

/** Drafts by the `$schema` that names them, without its scheme. */
const DRAFTS: Readonly<Record<string, Version>> = {
  'json-schema.org/draft-04/schema': '4',
  'json-schema.org/draft-06/schema': '6',
  'json-schema.org/draft-07/schema': '7',
  'json-schema.org/draft/2019-09/schema': '2019',
  'json-schema.org/draft/2020-12/schema': '2020',
};
const DRAFT_3 = 'json-schema.org/draft-03/schema';

/** A schema that cannot be used. */
export class SchemaError extends Error {}

/**
 * Compiles a JSON schema as Python's jsonschema reads it: the draft that `$schema` names, else 2020-12; `format` is not
 * asserted, unknown keywords are ignored, and patterns are Python's.
 * @returns whether a value is valid
 * @throws SchemaError for a schema that its draft does not allow, or that refers to what is not in it
 */
export function jsonSchema(schema: JsonObject): (value: PythonJson) => boolean {
  const named = typeof schema['$schema'] === 'string' ? schema['$schema'] : '';
  const draft = named.replace(/^https?:\/\//, '').replace(/#$/, '');
  if (draft === DRAFT_3)
    throw new SchemaError('draft 3 of JSON Schema is not followed: use draft 4 or newer');
  const version = DRAFTS[draft] ?? '2020';
  try {
    const validate = compilerOf(version).compile(identified(plainSchema(schema, version), version));
    return (value) => {
      try {
        return validate(value) === true;
      } catch (error) {
        throw asSchemaError(error);
      }
    };
  } catch (error) {
    throw asSchemaError(error);
  }
}

/** Schemas that refer to themselves without end overflow the stack. */
function asSchemaError(error: unknown): SchemaError {
  return new SchemaError(error instanceof Error ? error.message : String(error));
}

const OPTIONS: draft7.Options = {
  strict: false,
  validateFormats: false,
  // The quotient has to be whole exactly; by default large ones never are.
  multipleOfPrecision: 300,
  // A schema of one suite is no schema that another one may refer to.
  addUsedSchema: false,
  logger: false,
  // Errors of all keywords would cost time, and one is enough.
  allErrors: false,
  code: {
    regExp: Object.assign(
      // The validator keeps regular expressions by their text.
      (pattern: string) => ({ test: pythonPattern(pattern).search, toString: () => pattern }),
      { code: 'pythonPattern' },
    ),
  },
};

/** Loading them takes 50 ms, which only those pay who validate by a schema. */
const load = createRequire(__filename);

type Version = '4' | '6' | '7' | '2019' | '2020';

let schemas = 0;

/** A schema without an id would share the empty one with all others. */
function identified(schema: JsonObject, version: Version): JsonObject {
  const key = version === '4' ? 'id' : '$id';
  schemas += 1;
  return { [key]: `urn:schema:${schemas}`, ...schema };
}

const compilers = new Map<Version, draft7.Ajv>();

function compilerOf(version: Version): draft7.Ajv {
  const made = compilers.get(version) ?? newCompiler(version);
  compilers.set(version, made);
  return made;
}

function newCompiler(version: Version): draft7.Ajv {
  switch (version) {
    case '4': {
      const { default: Ajv4 }: typeof draft4 = load('ajv-draft-04');
      return new Ajv4({ ...OPTIONS, ignoreKeywordsWithRef: true });
    }
    case '6':
    case '7': {
      const { Ajv }: typeof draft7 = load('ajv');
      const ajv = new Ajv({ ...OPTIONS, ignoreKeywordsWithRef: true });
      if (version === '7') return ajv;
      const metaSchema: typeof draft6 = load('ajv/dist/refs/json-schema-draft-06.json');
      return ajv.addMetaSchema(metaSchema);
    }
    case '2019': {
      const { Ajv2019 }: typeof draft2019 = load('ajv/dist/2019');
      return new Ajv2019(OPTIONS);
    }
    case '2020': {
      const { Ajv2020 }: typeof draft2020 = load('ajv/dist/2020');
      return new Ajv2020(OPTIONS);
    }
  }
}
