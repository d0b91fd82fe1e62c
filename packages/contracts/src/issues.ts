import * as z from 'zod';
import { suggest } from './suggest';

export type Path = readonly (string | number)[];

/** What was expected and what was there, in one line: `expected a number between 0 and 1, got "fifth"`. */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return `is missing; ${expectation(issue)}`;
  const near =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? suggest(value, issue.values.map(String))
      : undefined;
  return `${expectation(issue)}, got ${shown(value)}${near ? `; did you mean "${near}"?` : ''}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.message.startsWith('expected ')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `expected ${JSON.stringify(issue.values[0])}`
        : `expected one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `expected ${sizeOf(issue.origin)} ${issue.inclusive === false ? 'above' : 'of at least'} ${issue.minimum}`;
    case 'too_big':
      return `expected ${sizeOf(issue.origin)} ${issue.inclusive === false ? 'below' : 'of at most'} ${issue.maximum}`;
    case 'invalid_union': {
      const inner = issue.errors.flat().filter((error) => error.code !== 'unrecognized_keys');
      const texts = [...new Set(inner.map((error) => [...error.path, expectation(error)].join(': ')))];
      return texts.length > 0 ? texts.join(', or ') : issue.message;
    }
    default:
      return `expected ${issue.message}`;
  }
}

function sizeOf(origin: string): string {
  if (origin === 'string') return 'a text with a length';
  if (origin === 'array' || origin === 'set') return 'a list with a length';
  return withArticle(origin === 'int' ? 'integer' : origin);
}

function withArticle(type: string): string {
  if (type === 'record' || type === 'object') return 'a mapping of keys to values';
  if (type === 'array') return 'a list';
  if (type === 'string') return 'a text';
  if (type === 'int' || type === 'integer') return 'a whole number';
  return `a ${type}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (current === null || typeof current !== 'object') return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

/** The keys that an object schema at `path` knows; those of all members where the schema is a union. */
export function knownKeysAt(schema: z.core.$ZodType, path: Path): string[] {
  let schemas = [schema].flatMap(unwrapped);
  for (const part of path) schemas = schemas.flatMap((current) => step(current, part)).flatMap(unwrapped);
  return [
    ...new Set(
      schemas.flatMap((current) => (current instanceof z.ZodObject ? Object.keys(current.shape) : [])),
    ),
  ];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapped(schema.def.innerType);
  if (schema instanceof z.ZodPipe) return unwrapped(schema.def.in);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrapped);
  return [schema];
}

function step(schema: z.core.$ZodType, part: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const inner: z.core.$ZodType | undefined = schema.shape[part];
    return inner ? [inner] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return [];
}
