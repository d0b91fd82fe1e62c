import { failAt } from './fail-at';

export interface Token {
  kind: 'name' | 'quoted-name' | 'number' | 'text' | 'sign' | 'end';
  /** A name or text without its quotes, a number as it is read, a sign as it stands. */
  value: string;
  at: number;
}

const SIGNS = [
  '**',
  '//',
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '~',
];

const REFUSED: Record<string, string> = {
  '@': '@ names a Python variable, which there is none of here: write the value itself',
  '=': 'a comparison is written ==',
  '!': 'a negation is written not (...) or ~(...)',
  ';': 'only one condition is allowed',
  '{': 'a set is written as a list, [1, 2]',
};

const BLANK = /(?:\s|\\\r?\n|#[^\n]*)+/y;
const NUMBER = /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;

/**
 * The parts of a condition in Python's spelling.
 * @param escapes whether a backslash in a text begins an escape, as in Python
 * @throws ExpectationError that shows the place of what cannot be read
 */
export function tokensOf(text: string, { escapes }: { escapes: boolean }): Token[] {
  const tokens: Token[] = [];
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  let at = match(BLANK, 0)?.length ?? 0;
  while (at < text.length) {
    const token = tokenAt(at);
    tokens.push(token.token);
    at = token.end + (match(BLANK, token.end)?.length ?? 0);
  }
  tokens.push({ kind: 'end', value: '', at: text.length });
  return tokens;

  function tokenAt(start: number): { token: Token; end: number } {
    const character = text.charAt(start);
    if (character === '"' || character === "'") return textAt(start, character);
    if (character === '`') return quotedNameAt(start);
    const number = match(NUMBER, start);
    if (number !== undefined) return numberAt(start, number);
    const name = match(NAME, start);
    if (name !== undefined) {
      return { token: { kind: 'name', value: name, at: start }, end: start + name.length };
    }
    const sign = SIGNS.find((candidate) => text.startsWith(candidate, start));
    if (sign !== undefined)
      return { token: { kind: 'sign', value: sign, at: start }, end: start + sign.length };
    return failAt(text, start, REFUSED[character] ?? `${JSON.stringify(character)} is not expected here`);
  }

  function numberAt(start: number, number: string): { token: Token; end: number } {
    const end = start + number.length;
    if (match(NAME, end) !== undefined) failAt(text, end, 'a number is followed by a letter');
    const plain = number.replaceAll('_', '');
    const value = /^0x/i.test(plain) ? BigInt(plain).toString() : plain;
    return { token: { kind: 'number', value, at: start }, end };
  }

  function quotedNameAt(start: number): { token: Token; end: number } {
    const end = text.indexOf('`', start + 1);
    if (end < 0) failAt(text, start, 'the name has no closing `');
    return { token: { kind: 'quoted-name', value: text.slice(start + 1, end), at: start }, end: end + 1 };
  }

  function textAt(start: number, quote: string): { token: Token; end: number } {
    let value = '';
    for (let place = start + 1; place < text.length; place++) {
      const character = text.charAt(place);
      if (character === quote) return { token: { kind: 'text', value, at: start }, end: place + 1 };
      if (character === '\\' && escapes) {
        const { meant, length } = escapeAt(text, place);
        value += meant;
        place += length - 1;
      } else {
        value += character;
      }
    }
    return failAt(text, start, `the text has no closing ${quote}`);
  }
}

const ESCAPES: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  '\n': '',
};

/** An escape that Python does not know stands for itself, backslash included. */
function escapeAt(text: string, at: number): { meant: string; length: number } {
  const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(text.slice(at, at + 10));
  const digits = code?.[1] ?? code?.[2] ?? code?.[3];
  if (code && digits !== undefined) {
    const point = Number.parseInt(digits, 16);
    if (point > 0x10ffff) failAt(text, at, 'there is no such character');
    return { meant: String.fromCodePoint(point), length: code[0].length };
  }
  const next = text.charAt(at + 1);
  return { meant: ESCAPES[next] ?? `\\${next}`, length: 2 };
}
