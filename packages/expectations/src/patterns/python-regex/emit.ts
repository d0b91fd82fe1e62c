import { isRange, type SetItem } from './ast';

/** A character for RE2, in its shortest form that has no special meaning. */
export function hex(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[A-Za-z0-9]/.test(character) ? character : `\\x{${codePoint.toString(16)}}`;
}

export function isNegatedWord(item: SetItem): boolean {
  return !isRange(item) && item.unicode === 'word' && item.negated;
}

/** `*`, `+`, `?`, `{2,3}` */
export function quantifier(min: number, max: number): string {
  if (min === 0 && max === Infinity) return '*';
  if (min === 1 && max === Infinity) return '+';
  if (min === 0 && max === 1) return '?';
  return max === Infinity ? `{${min},}` : min === max ? `{${min}}` : `{${min},${max}}`;
}
