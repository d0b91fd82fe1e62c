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

/** `0.3 %`, `12 %`, `<0.1 %`: a share that is not 0 never reads as 0. */
export function percent(share: number): string {
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 0.1) return '<0.1 %';
  if (hundredths < 100 && hundredths > 99.9) return '>99.9 %';
  return `${Number(hundredths.toFixed(hundredths < 10 ? 1 : 0))} %`;
}
