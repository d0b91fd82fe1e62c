import { isRange, PatternError, type SetItem } from './ast';
import { codePoint, one, setEscape } from './escapes';
import type { Source } from './source';

/** The characters between brackets, the first bracket taken. @throws PatternError */
export function readSet(
  source: Source,
  ascii: boolean,
  at: number,
): { negated: boolean; items: readonly SetItem[] } {
  const negated = source.takes('^');
  const items: SetItem[] = [];
  for (let first = true; ; first = false) {
    const start = source.at;
    const character = source.take();
    if (character === '') throw unterminated(at);
    if (character === ']' && !first) return { negated, items };
    const low = character === '\\' ? setEscape(source, ascii) : one(codePoint(character));
    if (!source.takes('-')) {
      items.push(...low);
      continue;
    }
    const end = source.take();
    if (end === '') throw unterminated(at);
    if (end === ']') {
      items.push(...low, ...one(codePoint('-')));
      return { negated, items };
    }
    const high = end === '\\' ? setEscape(source, ascii) : one(codePoint(end));
    items.push(rangeOf(low, high, start));
  }
}

function rangeOf(low: readonly SetItem[], high: readonly SetItem[], at: number): SetItem {
  const from = characterOf(low);
  const to = characterOf(high);
  if (from === undefined || to === undefined || to < from) throw new PatternError('bad character range', at);
  return { from, to };
}

/** The one character of a set of one; a class is none. */
function characterOf(items: readonly SetItem[]): number | undefined {
  const [only] = items;
  return items.length === 1 && only && isRange(only) && only.from === only.to ? only.from : undefined;
}

function unterminated(at: number): PatternError {
  return new PatternError('unterminated character set', at);
}
