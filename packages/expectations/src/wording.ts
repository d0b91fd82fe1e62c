import { suggest } from '@modelgate/contracts';
import type { Json } from './json';

const LONGEST = 60;

/** A value as a message shows it: texts in quotes, long ones cut. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...${text.startsWith('"') ? '"' : ''}` : text;
}

/** `3 of 1000 rows`. */
export function ofRows(part: number, whole: number): string {
  return `${part} of ${whole} ${whole === 1 ? 'row' : 'rows'}`;
}

export function quotedList(names: readonly string[]): string {
  return names.map(shown).join(', ');
}

/** One or two letters are near to every other name of that length. */
const SHORTEST_MISSPELLING = 3;

/** Names that a mistyped one may have meant; case, spaces and punctuation aside. */
export function nearNames(name: string, known: readonly string[]): string[] {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const equal = known.filter((candidate) => plain(candidate) === plain(name));
  const nearest = name.length < SHORTEST_MISSPELLING ? undefined : suggest(name, known);
  return [...new Set([...equal, ...(nearest === undefined ? [] : [nearest])])];
}

/** Decimal digits of a percentage this far from 0 and from 100: about two figures, `0.75`, `2.5`, `33`, `99.75`. */
function digitsAt(distance: number): number {
  return distance >= 10 ? 0 : distance >= 1 ? 1 : 2;
}

/**
 * `0.75 %`, `12 %`, `99.75 %`: a part of a whole, halves rounded up. Some never reads as 0 % (`<0.01 %`), and less than
 * all never as 100 % (`>99.99 %`).
 */
export function percent(part: number, whole = 1): string {
  const exact = (part / whole) * 100;
  const digits = digitsAt(Math.min(exact, 100 - exact));
  // Doubles hold 0.35 and the like a little too low or too high: twelve figures tell a half from its neighbours.
  const rounded = Math.round(Number((exact * 10 ** digits).toPrecision(12))) / 10 ** digits;
  if (rounded === 0 && part > 0) return '<0.01 %';
  if (rounded === 100 && part < whole) return '>99.99 %';
  return `${rounded} %`;
}
