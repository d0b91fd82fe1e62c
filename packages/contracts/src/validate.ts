import { LineCounter, isMap, isScalar, parseDocument, type Document } from 'yaml';
import * as z from 'zod';
import { describeIssue, knownKeysAt, valueAt, type Path } from './issues';
import { suggest } from './suggest';
import { formatPlace, UserError, type Place } from './user-error';

export interface ValidateOptions {
  /** The path to name in messages: relative to the workspace, with forward slashes. */
  filePath: string;
}

/**
 * Parses YAML or JSON text and checks it against a schema.
 *
 * Keys that begin with `x-` are free in every object and are taken out before the check.
 * @throws UserError with one line `file:line:column  key: expected ..., got ...` per mistake
 */
export function validate<S extends z.ZodType>(
  schema: S,
  text: string,
  { filePath }: ValidateOptions,
): z.output<S> {
  const { value, placeOf } = parse(text, filePath);
  const parsed = schema.safeParse(withoutFreeKeys(value));
  if (parsed.success) return parsed.data;
  throw mistakes(parsed.error, schema, value, placeOf);
}

/**
 * As `validate`, for JSON that a program wrote: many times faster where it is right, but a key that stands twice goes unseen.
 * @throws UserError as `validate`
 */
export function validateJson<S extends z.ZodType>(
  schema: S,
  text: string,
  options: ValidateOptions,
): z.output<S> {
  try {
    const parsed = schema.safeParse(withoutFreeKeys(JSON.parse(text)));
    if (parsed.success) return parsed.data;
  } catch {
    // The other parser tells the place.
  }
  return validate(schema, text, options);
}

/**
 * Checks a value that did not come from a file that a user edits (an event, an option).
 * @throws UserError that names `filePath` and the key
 */
export function validateValue<S extends z.ZodType>(
  schema: S,
  value: unknown,
  { filePath }: ValidateOptions,
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw mistakes(parsed.error, schema, value, () => ({ file: filePath }));
}

/**
 * Where a key of a YAML text stands: its value, or what is nearest around it.
 * @param path the key and those around it: `['data', 'train']`
 * @returns undefined where the text cannot be read
 */
export function placeOfKey(text: string, path: Path, { filePath }: ValidateOptions): Place | undefined {
  try {
    return parse(text, filePath).placeOf(path);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

type PlaceOf = (path: Path, key?: string) => Place;

function parse(text: string, filePath: string): { value: unknown; placeOf: PlaceOf } {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: filePath, line, column: col };
  };
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
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    throw new UserError(`not readable: ${error instanceof Error ? error.message : String(error)}`, {
      where: { file: filePath, line: 1 },
    });
  }
  return { value, placeOf: (path, key) => at(offsetOf(document, path, key)) };
}

/** Offset of the value at `path`, of the key `key` inside it, or of the nearest thing around it that exists. */
function offsetOf(document: Document, path: Path, key?: string): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isMap(node)) {
      const wanted = length === path.length ? key : String(path[length]);
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === wanted);
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
      if (length > 0) {
        const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
        const own = isMap(parent)
          ? parent.items.find(
              (item) => isScalar(item.key) && String(item.key.value) === String(path[length - 1]),
            )
          : undefined;
        if (own && isScalar(own.key) && own.key.range) return own.key.range[0];
      }
    }
    if (node && typeof node === 'object' && 'range' in node && Array.isArray(node.range))
      return Number(node.range[0]);
  }
  return 0;
}

function withoutFreeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFreeKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('x-'))
      .map(([key, inner]) => [key, withoutFreeKeys(inner)]),
  );
}

function mistakes(error: z.ZodError, schema: z.ZodType, value: unknown, placeOf: PlaceOf): UserError {
  const found = error.issues.flatMap((issue) => {
    const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
    if (issue.code !== 'unrecognized_keys') {
      return [{ where: placeOf(path), what: `${name(path)}: ${describeIssue(issue, valueAt(value, path))}` }];
    }
    const known = knownKeysAt(schema, path);
    return issue.keys.map((key) => {
      const near = suggest(key, known);
      const hint = near ? `did you mean "${near}"?` : `known keys: ${known.join(', ')}`;
      return { where: placeOf(path, key), what: `${name([...path, key])}: unknown key; ${hint}` };
    });
  });
  const [first, ...rest] = found;
  if (!first) return new UserError('not valid', { where: placeOf([]) });
  const more = rest.map(({ where, what }) => `\n${formatPlace(where)}  ${what}`).join('');
  return new UserError(first.what + more, { where: first.where });
}

function name(path: Path): string {
  return path.length === 0 ? '(whole file)' : path.join('.');
}
