import { isRange, type CharacterSet, type Node, type Range, type SetItem } from './ast';
import { hex, isNegatedWord, quantifier } from './emit';

/** Why a pattern has no RE2 form. */
export class NotRe2 extends Error {}

/** RE2 repeats nothing more often, nested repetitions multiplied. */
const MOST_REPEATS = 1000;
/** Of the states of RE2's program, estimated: far below what its default memory holds. */
const LARGEST = 60_000;

/**
 * The pattern for RE2, which finds a match in the same texts.
 * @throws NotRe2 for look-around, references, possessive repeats, Unicode word boundaries and patterns too large for RE2
 */
export function toRe2(root: Node): string {
  if (repeatsOf(root) > MOST_REPEATS) throw new NotRe2(`a repetition of more than ${MOST_REPEATS} times`);
  if (sizeOf(root) > LARGEST) throw new NotRe2('a pattern too large for RE2');
  return emit(root, { first: true, last: true });
}

/** Whether nothing stands before, or follows, that could match a character. */
interface Edges {
  first: boolean;
  last: boolean;
}

/**
 * The ends of a text stand in a group where they are not at the edge of the pattern: DuckDB takes a pattern of characters
 * and ends for a search of the characters alone, and would find `a\Ab` in `ab`.
 */
function emit(node: Node, edges: Edges): string {
  const { first, last } = edges;
  switch (node.kind) {
    case 'set':
      return emitSet(node.set);
    case 'any':
      return '(?s:.)';
    case 'notNewline':
      return '[^\\n]';
    case 'start':
      return first ? '\\A' : '(\\A)';
    case 'lineStart':
      return '(?m:^)';
    case 'end':
      return last ? '\\z' : '(\\z)';
    case 'lastLine':
      if (!last) throw new NotRe2('a $ that is not at the end');
      return '(?:\\n?\\z)';
    case 'lineEnd':
      return '(?m:$)';
    case 'boundary':
      if (node.negated || !node.ascii) {
        throw new NotRe2(`word boundaries as Python has them (${node.negated ? '\\B' : '\\b'})`);
      }
      return '\\b';
    case 'sequence':
      return node.parts
        .map((part, place) =>
          emitPart(part, { first: first && place === 0, last: last && place === node.parts.length - 1 }),
        )
        .join('');
    case 'choice':
      return node.branches.map((branch) => emit(branch, edges)).join('|');
    case 'capture':
      return `(?:${emit(node.body, edges)})`;
    case 'repeat': {
      const once = node.max <= 1;
      const body = `(?:${emit(node.body, { first: first && once, last: last && once })})`;
      return `${body}${quantifier(node.min, node.max)}`;
    }
    case 'look':
      throw new NotRe2(node.behind ? 'look-behind' : 'look-ahead');
    case 'reference':
      throw new NotRe2('a reference to a group');
    case 'atomic':
      throw new NotRe2('an atomic group or a possessive repeat');
  }
}

function emitPart(part: Node, edges: Edges): string {
  return part.kind === 'choice' ? `(?:${emit(part, edges)})` : emit(part, edges);
}

function emitSet(set: CharacterSet): string {
  const [only] = set.items;
  if (set.items.length === 1 && only && isRange(only) && only.from === only.to && !set.negated) {
    return cased(hex(only.from), set);
  }
  const strangers = set.items.filter(isNegatedWord);
  const others = set.items.filter((item) => !isNegatedWord(item));
  if (strangers.length === 0)
    return cased(`[${set.negated ? '^' : ''}${others.map(emitItem).join('')}]`, set);
  if (!set.negated) {
    const rest = others.length === 0 ? '' : `|[${others.map(emitItem).join('')}]`;
    return cased(`(?:[^${WORD}]${rest})`, set);
  }
  return wordsWithout(others);
}

const WORD = '\\p{L}\\p{N}_';

/** `[^\W\d_]` and the like: RE2 has no intersection of sets, but these can be said by categories. */
function wordsWithout(items: readonly SetItem[]): string {
  const isDigits = (item: SetItem) => !isRange(item) && item.unicode === 'digit' && !item.negated;
  const isUnderscore = (item: SetItem) => isRange(item) && item.from === 0x5f && item.to === 0x5f;
  if (!items.every((item) => isDigits(item) || isUnderscore(item))) {
    throw new NotRe2('a set that subtracts from \\w');
  }
  const digits = items.some(isDigits) ? '' : '\\p{Nd}';
  return `[\\p{L}\\p{Nl}\\p{No}${digits}${items.some(isUnderscore) ? '' : '_'}]`;
}

function cased(pattern: string, { ignoreCase }: CharacterSet): string {
  return ignoreCase ? `(?i:${pattern})` : pattern;
}

function emitItem(item: SetItem): string {
  if (isRange(item)) return emitRange(item);
  if (item.unicode === 'word') return WORD;
  return item.negated ? '\\P{Nd}' : '\\p{Nd}';
}

function emitRange({ from, to }: Range): string {
  return from === to ? hex(from) : `${hex(from)}-${hex(to)}`;
}

function repeatsOf(node: Node): number {
  switch (node.kind) {
    case 'repeat': {
      const own = node.max === Infinity ? Math.max(1, node.min) : Math.max(1, node.max);
      return own * repeatsOf(node.body);
    }
    case 'sequence':
      return Math.max(1, ...node.parts.map(repeatsOf));
    case 'choice':
      return Math.max(1, ...node.branches.map(repeatsOf));
    case 'capture':
    case 'atomic':
    case 'look':
      return repeatsOf(node.body);
    default:
      return 1;
  }
}

/** About how many states RE2 makes of a pattern; a class of Unicode takes hundreds. */
function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'set':
      return node.set.items.reduce(
        (sum, item) => sum + (isRange(item) ? 4 : item.unicode === 'digit' ? 120 : 700),
        node.set.negated ? 8 : 1,
      );
    case 'repeat': {
      const times = node.max === Infinity ? node.min + 1 : node.max;
      return times * sizeOf(node.body) + 2;
    }
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case 'choice':
      return node.branches.reduce((sum, branch) => sum + sizeOf(branch), 1);
    case 'capture':
    case 'atomic':
    case 'look':
      return sizeOf(node.body) + 2;
    default:
      return 8;
  }
}
