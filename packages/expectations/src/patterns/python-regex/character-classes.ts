import type { Range, SetItem } from './ast';

export const LAST_CODE_POINT = 0x10ffff;

const ASCII_DIGITS: readonly Range[] = [{ from: 0x30, to: 0x39 }];
const ASCII_WORD: readonly Range[] = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
const ASCII_SPACE: readonly Range[] = [
  { from: 0x09, to: 0x0d },
  { from: 0x20, to: 0x20 },
];
/** What `str.isspace` of Python says yes to. */
const SPACE: readonly Range[] = [
  { from: 0x09, to: 0x0d },
  { from: 0x1c, to: 0x20 },
  { from: 0x85, to: 0x85 },
  { from: 0xa0, to: 0xa0 },
  { from: 0x1680, to: 0x1680 },
  { from: 0x2000, to: 0x200a },
  { from: 0x2028, to: 0x2029 },
  { from: 0x202f, to: 0x202f },
  { from: 0x205f, to: 0x205f },
  { from: 0x3000, to: 0x3000 },
];

/** The set of `\d`, `\w`, `\s` and, by their capital letters, of their complements. */
export function classOf(letter: string, ascii: boolean): readonly SetItem[] {
  const negated = letter !== letter.toLowerCase();
  switch (letter.toLowerCase()) {
    case 'd':
      return ascii ? ranges(ASCII_DIGITS, negated) : [{ unicode: 'digit', negated }];
    case 'w':
      return ascii ? ranges(ASCII_WORD, negated) : [{ unicode: 'word', negated }];
    default:
      return ranges(ascii ? ASCII_SPACE : SPACE, negated);
  }
}

function ranges(of: readonly Range[], negated: boolean): readonly Range[] {
  return negated ? complement(of) : of;
}

/** All code points outside of ranges that are sorted and apart. */
function complement(of: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let next = 0;
  for (const { from, to } of of) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push({ from: next, to: LAST_CODE_POINT });
  return gaps;
}

/** Both cases of the ASCII letters among the items. */
export function withAsciiCases(items: readonly SetItem[]): SetItem[] {
  const added: Range[] = [];
  for (const item of items) {
    if (!('from' in item)) continue;
    const upper = overlap(item, 0x41, 0x5a);
    if (upper) added.push({ from: upper.from + 32, to: upper.to + 32 });
    const lower = overlap(item, 0x61, 0x7a);
    if (lower) added.push({ from: lower.from - 32, to: lower.to - 32 });
  }
  return [...items, ...added];
}

/** Python takes the dotless and the dotted i for cases of i; Unicode's simple folding, which other engines use, does not. */
export function withTurkishCases(items: readonly SetItem[]): SetItem[] {
  const letters = [0x49, 0x69, 0x130, 0x131];
  const holds = items.some(
    (item) => 'from' in item && letters.some((letter) => item.from <= letter && letter <= item.to),
  );
  return holds ? [...items, ...letters.map((letter) => ({ from: letter, to: letter }))] : [...items];
}

function overlap({ from, to }: Range, low: number, high: number): Range | undefined {
  const found = { from: Math.max(from, low), to: Math.min(to, high) };
  return found.from <= found.to ? found : undefined;
}

/** Whether a character is white space to Python's `str.isspace`. */
export function isSpace(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return SPACE.some(({ from, to }) => from <= code && code <= to);
}
