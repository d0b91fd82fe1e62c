import { isRange, type CharacterSet, type SetItem } from './ast';

/** The widest set whose cases are spelled out. */
const WIDEST = 20_000;
const LAST_CASED = 0x1ffff;

let variants: ReadonlyMap<number, readonly number[]> | undefined;

/** Characters that are the same but for their case, by each of them. */
function caseVariants(): ReadonlyMap<number, readonly number[]> {
  if (variants) return variants;
  const byFold = new Map<string, number[]>();
  for (let code = 0; code <= LAST_CASED; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    const fold = foldOf(character);
    const group = byFold.get(fold);
    if (group) group.push(code);
    else byFold.set(fold, [code]);
  }
  const found = new Map<number, readonly number[]>();
  for (const group of byFold.values()) {
    if (group.length > 1) for (const code of group) found.set(code, group);
  }
  variants = found;
  return found;
}

/** One character's cases map to one character; others, such as the German sharp s, stay as they are. */
function foldOf(character: string): string {
  const upper = character.toUpperCase();
  const lower = ([...upper].length === 1 ? upper : character).toLowerCase();
  return [...lower].length === 1 ? lower : character;
}

/** Whether the cases of any character in the set differ. */
export function isCased({ items }: CharacterSet): boolean {
  return items.some((item) => {
    if (!isRange(item)) return false;
    for (let code = item.from; code <= Math.min(item.to, LAST_CASED); code++) {
      if (caseVariants().has(code)) return true;
    }
    return false;
  });
}

/** The items and their other cases; undefined where these are too many. */
export function withCases(items: readonly SetItem[]): SetItem[] | undefined {
  const added = new Set<number>();
  for (const item of items) {
    if (!isRange(item)) continue;
    if (item.to - item.from > WIDEST) return undefined;
    for (let code = item.from; code <= item.to; code++) {
      for (const variant of caseVariants().get(code) ?? []) added.add(variant);
    }
  }
  return [...items, ...[...added].map((code) => ({ from: code, to: code }))];
}
