/**
 * A pattern of RE2 as one of PostgreSQL's regular expressions, which matches the same texts; undefined where there is
 * none. Unicode properties become ranges of code points, as PostgreSQL's own classes depend on the locale.
 */
export function postgresPattern(re2: string): string | undefined {
  let pattern = '';
  let inClass = false;
  let at = 0;
  for (const token of re2.matchAll(TOKEN)) {
    const [text] = token;
    if (token.index !== at) return undefined;
    at += text.length;
    const { property, code, most } = token.groups ?? {};
    if (property !== undefined) pattern += inClass ? ranges(property) : `[${ranges(property)}]`;
    else if (code !== undefined) pattern += escaped(parseInt(code, 16));
    else if (most !== undefined && Number(most) > LARGEST_COUNT) return undefined;
    else if (text.startsWith('(?s:')) pattern += text.replace('?s', '?');
    else if (text === '.' && !inClass) pattern += '[^\\n]';
    else if (text.startsWith('\\') && text.length === 2) {
      const written = ESCAPES[text];
      const known = written && inClass ? written.replace(/^\[|\]$/g, '') : written;
      if (known === undefined && /[\p{L}\p{N}]/u.test(text[1] ?? '')) return undefined;
      pattern += known ?? text;
    } else pattern += text;
    if (!inClass && text.startsWith('[')) inClass = true;
    else if (inClass && text === ']') inClass = false;
  }
  return at === re2.length && !inClass ? pattern : undefined;
}

/** PostgreSQL counts to 255 in `{m,n}`. */
const LARGEST_COUNT = 255;

const TOKEN =
  /\(\?s:\.\*?\)|\\p\{(?<property>\w+)\}|\\x\{(?<code>[0-9a-fA-F]+)\}|\\[^pPx]|\(\?:|\((?!\?)|\{\d+(?:,(?<most>\d*))?\}|\[\^|[^\\({]/gsu;

const ESCAPES: Record<string, string> = {
  '\\A': '\\A',
  '\\z': '\\Z',
  '\\n': '\\n',
  '\\t': '\\t',
  '\\r': '\\r',
  '\\f': '\\f',
  '\\d': '[0-9]',
  '\\w': '[0-9A-Za-z_]',
  '\\s': '[\\t\\n\\f\\r ]',
};

const found = new Map<string, string>();

/** The code points of a Unicode property, as the inside of a bracket expression. */
function ranges(property: string): string {
  const known = found.get(property);
  if (known !== undefined) return known;
  const has = new RegExp(`^\\p{${property}}$`, 'u');
  let text = '';
  let first: number | undefined;
  for (let code = 1; code <= 0x110000; code++) {
    const isOne = code < 0x110000 && has.test(String.fromCodePoint(code));
    if (isOne) first ??= code;
    else if (first !== undefined) {
      text += first === code - 1 ? escaped(first) : `${escaped(first)}-${escaped(code - 1)}`;
      first = undefined;
    }
  }
  found.set(property, text);
  return text;
}

function escaped(code: number): string {
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
