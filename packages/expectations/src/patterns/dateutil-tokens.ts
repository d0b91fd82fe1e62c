import { withAsciiDigits } from './digits';
import { isSpace } from './python-regex/character-classes';

const LETTER = /^\p{L}$/u;
const DIGIT = /^[0-9]$/;

type State = 'word' | 'number' | 'dotted word' | 'dotted number';

/**
 * The words, numbers, single separators and spaces of a text, as python-dateutil takes it apart. A dot may be a separator
 * (`Sep.20.2009`) or a decimal point (`4:30:21.447`), which is known only when its whole run has been read.
 */
export function dateutilTokens(text: string): string[] {
  const characters = [...withAsciiDigits(text)].filter((character) => character !== '\x00');
  const tokens: string[] = [];
  let place = 0;
  while (place < characters.length) {
    const run = readRun(characters, place);
    place += run.length;
    tokens.push(...run.tokens);
  }
  return tokens;
}

function readRun(characters: readonly string[], start: number): { length: number; tokens: string[] } {
  const first = characters[start] ?? '';
  if (!LETTER.test(first) && !DIGIT.test(first)) {
    return { length: 1, tokens: [isSpace(first) ? ' ' : first] };
  }
  let state: State = LETTER.test(first) ? 'word' : 'number';
  let token = first;
  let length = 1;
  let letters = false;
  for (; start + length < characters.length; length++) {
    const character = characters[start + length] ?? '';
    letters ||= state === 'word' || state === 'dotted word';
    const next = stateAfter(state, token, character);
    if (!next) break;
    token += character;
    state = next;
  }
  const dotted = state === 'dotted word' || state === 'dotted number';
  if (dotted && (letters || token.split('.').length > 2 || /[.,]$/.test(token))) {
    return { length, tokens: token.split(/([.,])/).filter((part, place) => part !== '' || place === 0) };
  }
  const decimal = state === 'dotted number' && !token.includes('.');
  return { length, tokens: [decimal ? token.replaceAll(',', '.') : token] };
}

/** undefined where the character is not part of the token. */
function stateAfter(state: State, token: string, character: string): State | undefined {
  const letter = LETTER.test(character);
  const digit = DIGIT.test(character);
  switch (state) {
    case 'word':
      return letter ? 'word' : character === '.' ? 'dotted word' : undefined;
    case 'number':
      if (digit) return 'number';
      return character === '.' || (character === ',' && [...token].length >= 2) ? 'dotted number' : undefined;
    case 'dotted word':
      if (character === '.' || letter) return 'dotted word';
      return digit && token.endsWith('.') ? 'dotted number' : undefined;
    case 'dotted number':
      if (character === '.' || digit) return 'dotted number';
      return letter && token.endsWith('.') ? 'dotted word' : undefined;
  }
}
