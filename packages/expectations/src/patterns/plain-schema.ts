import type { Json, JsonObject } from '../json';

/** Keywords whose value is a schema, or a list of schemas. */
const SCHEMAS = new Set([
  ...['additionalItems', 'additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not'],
  ...['propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties'],
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'],
]);
/** Keywords whose value is an object of schemas. */
const NAMED = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'],
]);
/** Keywords that are none of the draft's, and that the validator would take for its own. */
const FOREIGN = ['nullable', 'discriminator', '$async'];
const AFTER_DRAFT_6 = ['if', 'then', 'else'];
const AFTER_DRAFT_4 = ['const', 'contains', 'propertyNames', ...AFTER_DRAFT_6];
const IGNORED: Readonly<Record<Version, readonly string[]>> = {
  '4': [...FOREIGN, ...AFTER_DRAFT_4],
  '6': [...FOREIGN, 'id', ...AFTER_DRAFT_6],
  '7': [...FOREIGN, 'id'],
  '2019': [...FOREIGN, 'id', 'dependencies'],
  '2020': [...FOREIGN, 'id', 'dependencies'],
};
/** What stands beside a `$ref` up to draft 7 is ignored, but for what may be referred to. */
const BESIDE_REFERENCE = ['$ref', '$id', 'id', '$defs', 'definitions'];

type Version = '4' | '6' | '7' | '2019' | '2020';

/** A schema without keywords that its draft ignores and the validator does not. */
export function plainSchema(schema: JsonObject, version: Version): JsonObject {
  const plain = plainObject(schema, version);
  // The draft is chosen already; a name that no draft has is no reason to refuse the schema.
  delete plain['$schema'];
  return plain;
}

function plainObject(schema: JsonObject, version: Version): JsonObject {
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit);
    return isObject(value) ? plainObject(value, version) : value;
  };
  const newer = version === '2019' || version === '2020';
  const alone = !newer && typeof schema['$ref'] === 'string';
  const plain: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (alone ? !BESIDE_REFERENCE.includes(key) : IGNORED[version].includes(key)) continue;
    if (SCHEMAS.has(key)) plain[key] = visit(value);
    else if (NAMED.has(key) && isObject(value)) {
      const named = Object.entries(value).map(([name, each]) => [name, visit(each)] as const);
      plain[key] = Object.fromEntries(named);
    } else plain[key] = value;
  }
  return version === '4' ? plain : withoutEmptyEnum(plain);
}

/** The validator refuses an empty enumeration, which no value is of. */
function withoutEmptyEnum({ enum: values, ...schema }: JsonObject): JsonObject {
  if (values === undefined) return schema;
  if (!Array.isArray(values) || values.length > 0) return { ...schema, enum: values };
  const further = Array.isArray(schema['allOf']) ? schema['allOf'] : [];
  return { ...schema, allOf: [...further, { not: {} }] };
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
