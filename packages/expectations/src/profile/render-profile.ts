import { dataProfileSchema, validateJson, type DataProfile } from '@modelgate/contracts';
import type { Json } from '../json';

/** Lists and objects of up to this many characters stand on one line. */
const ONE_LINE = 120;

/** A profile as JSON to be kept in git: the same profile gives the same bytes, and a change of one column is a change of its lines. */
export function renderProfile({ schema, source, rows, columns }: DataProfile): string {
  const content: Json = { schema, ...(source ? { source } : {}), rows, columns };
  return `${rendered(content, '')}\n`;
}

/**
 * Reads what `renderProfile` wrote.
 * @throws UserError that names file, line and key
 */
export function readProfile(text: string, { filePath }: { filePath: string }): DataProfile {
  return validateJson(dataProfileSchema, text, { filePath });
}

function rendered(value: Json, indent: string): string {
  const line = oneLine(value);
  const isFlat = Array.isArray(value) && value.every((each) => each === null || typeof each !== 'object');
  if (value === null || typeof value !== 'object' || isFlat || line.length <= ONE_LINE) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => rendered(each, deeper))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${rendered(each, deeper)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
}

function oneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${oneLine(each)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
