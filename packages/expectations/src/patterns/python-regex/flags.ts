import { PatternError } from './ast';
import type { Source } from './source';

/** Flags that change what a pattern matches: `i`, `m`, `s`, `x` and `a`. */
export interface Flags {
  ignoreCase: boolean;
  multiLine: boolean;
  dotAll: boolean;
  verbose: boolean;
  ascii: boolean;
}

export const NO_FLAGS: Flags = {
  ignoreCase: false,
  multiLine: false,
  dotAll: false,
  verbose: false,
  ascii: false,
};

const NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiLine',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
};

export function isFlag(character: string): boolean {
  return character !== '' && 'aiLmsux'.includes(character);
}

/**
 * Reads `i)`, `ms-x:` and so on, the characters after `(?`. Flags of a group end with `:`, those of the whole pattern
 * with `)`.
 * @throws PatternError
 */
export function readFlags(source: Source, flags: Flags): { flags: Flags; scoped: boolean } {
  const changed = { ...flags };
  const on = readLetters(source);
  const at = source.at;
  if (on.includes('L')) {
    throw new PatternError("bad inline flags: cannot use 'L' flag with a str pattern", at);
  }
  if (on.includes('a') && on.includes('u')) {
    throw new PatternError("bad inline flags: flags 'a', 'u' and 'L' are incompatible", at);
  }
  set(changed, on, true);
  if (on.includes('u')) changed.ascii = false;
  if (source.takes(')')) return { flags: changed, scoped: false };
  if (source.takes('-')) {
    const off = readLetters(source);
    if (off === '') throw new PatternError('missing flag', source.at);
    if (/[aLu]/.test(off)) {
      throw new PatternError("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", at);
    }
    if ([...off].some((letter) => on.includes(letter))) {
      throw new PatternError('bad inline flags: flag turned on and off', at);
    }
    set(changed, off, false);
  }
  if (!source.takes(':')) throw new PatternError(source.done ? 'missing :' : 'unknown flag', source.at);
  return { flags: changed, scoped: true };
}

function readLetters(source: Source): string {
  let letters = '';
  while (isFlag(source.peek())) letters += source.take();
  return letters;
}

function set(flags: Flags, letters: string, value: boolean): void {
  for (const letter of letters) {
    const name = NAMES[letter];
    if (name) flags[name] = value;
  }
}
