import { UserError, type Place } from '@modelgate/contracts';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf } from '../engine/error-message';
import type { Json } from '../json';

export type Path = readonly (string | number)[];

/** A parsed file that knows where each of its keys and values stands. */
export interface SourceDocument {
  value: Json;
  /** Where the value of a path stands, or the nearest thing around it. */
  placeOf(path: Path): Place;
  /** Where the key at the end of a path stands. */
  placeOfKey(path: Path): Place;
}

/**
 * Parses YAML or JSON; all keys are kept, those that begin with `x-` too.
 * @throws UserError with the place of a syntax error, or for an empty file
 */
export function parseSource(text: string, filePath: string): SourceDocument {
  const clean = text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const document = parseDocument(clean, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: filePath, line, column: col };
  };
  return {
    value: readValue(clean, document, { at, filePath }),
    placeOf: (path) => at(valueOffset(document, path)),
    placeOfKey: (path) => at(keyOffset(document, path) ?? valueOffset(document, path)),
  };
}

function readValue(
  text: string,
  document: Document,
  { at, filePath }: { at: (offset: number) => Place; filePath: string },
): Json {
  // JSON is read by its own parser: it allows what YAML does not (tabs, repeated keys).
  if (/^\s*[{[]/.test(text)) {
    try {
      return asJson(JSON.parse(text));
    } catch {
      // Not JSON after all: flow style YAML, or a mistake whose place the YAML parser knows.
    }
  }
  const broken = document.errors[0];
  if (broken) {
    throw new UserError(`not readable: ${broken.message}`, {
      where: at(broken.pos[0]),
      fix: 'mend the syntax at this place; the rest of the file was not looked at',
    });
  }
  if (document.contents === null) {
    throw new UserError('the file is empty', { where: { file: filePath, line: 1 } });
  }
  try {
    return asJson(document.toJS());
  } catch (error) {
    throw new UserError(`not readable: ${messageOf(error) ?? String(error)}`, {
      where: { file: filePath, line: 1 },
    });
  }
}

function asJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner)]));
  }
  return String(value);
}

function valueOffset(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: Document, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const name = String(path.at(-1));
  for (const { key } of parent.items) {
    if (isScalar(key) && String(key.value) === name) return key.range?.[0];
  }
  return undefined;
}
