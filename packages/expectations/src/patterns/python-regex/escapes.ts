import { PatternError, type SetItem } from './ast';
import { classOf, LAST_CODE_POINT } from './character-classes';
import type { Source } from './source';

export const DIGITS = '0123456789';
const OCTAL = '01234567';
const HEX = '0123456789abcdefABCDEF';
const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * An escape that stands for characters in and outside of a set alike, its backslash and letter taken; undefined where the
 * letter means something else there.
 * @throws PatternError
 */
export function commonEscape(
  source: Source,
  letter: string,
  { at, ascii }: { at: number; ascii: boolean },
): readonly SetItem[] | undefined {
  if (letter !== '' && 'dDsSwW'.includes(letter)) return classOf(letter, ascii);
  const digits = HEX_DIGITS[letter];
  if (digits !== undefined) {
    const hex = source.takeWhile(HEX, digits);
    const value = parseInt(hex, 16);
    if (hex.length !== digits || value > LAST_CODE_POINT) {
      throw new PatternError(`incomplete escape \\${letter}${hex}`, at);
    }
    return one(value);
  }
  if (letter === 'N') {
    throw new PatternError('\\N{...} is not followed: write the character itself, or \\uXXXX', at);
  }
  if (letter === '0') return one(parseInt(`0${source.takeWhile(OCTAL, 2)}`, 8));
  return undefined;
}

/** An escape inside of a set. @throws PatternError */
export function setEscape(source: Source, ascii: boolean): readonly SetItem[] {
  const at = source.at - 1;
  const letter = source.take();
  if (letter === '') throw new PatternError('bad escape (end of pattern)', at);
  const common = commonEscape(source, letter, { at, ascii });
  if (common) return common;
  if (OCTAL.includes(letter)) return one(octal(letter + source.takeWhile(OCTAL, 2), at));
  return one(plainEscape(letter, at));
}

/** The code point of an octal escape. @throws PatternError */
export function octal(digits: string, at: number): number {
  const value = parseInt(digits, 8);
  if (value > 0o377) {
    throw new PatternError(`octal escape value \\${digits} outside of range 0-0o377`, at);
  }
  return value;
}

/** The code point of a control escape or of an escaped punctuation character. @throws PatternError for other letters */
export function plainEscape(letter: string, at: number): number {
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  if (/[a-zA-Z0-9]/.test(letter)) throw new PatternError(`bad escape \\${letter}`, at);
  return codePoint(letter);
}

export function isOctal(character: string): boolean {
  return character !== '' && OCTAL.includes(character);
}

export function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

export function one(value: number): readonly SetItem[] {
  return [{ from: value, to: value }];
}
