import { closest, distance } from 'fastest-levenshtein';

/** The known word that `word` was probably meant to be, or undefined where none is near enough to be worth saying. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word.toLowerCase(), known as string[]);
  return distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3))
    ? best
    : undefined;
}
