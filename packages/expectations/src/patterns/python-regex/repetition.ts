import { PatternError } from './ast';
import { DIGITS } from './escapes';
import type { Source } from './source';

export interface Repetition {
  min: number;
  max: number;
}

const MOST_REPEATS = 2 ** 32 - 1;

/** The repetition that stands here, taken; undefined where none does. @throws PatternError */
export function readRepetition(source: Source): Repetition | undefined {
  const at = source.at;
  if (source.takes('*')) return { min: 0, max: Infinity };
  if (source.takes('+')) return { min: 1, max: Infinity };
  if (source.takes('?')) return { min: 0, max: 1 };
  const range = source.takes('{') ? readBraces(source, at) : undefined;
  if (!range) source.backTo(at);
  return range;
}

/**
 * `2}`, `2,}`, `,3}`, `2,3}` after a brace, taken; undefined for anything else: the brace is a character then.
 * @throws PatternError
 */
export function readBraces(source: Source, at: number): Repetition | undefined {
  if (source.peek() === '}') return undefined;
  const low = source.takeWhile(DIGITS);
  const high = source.takes(',') ? source.takeWhile(DIGITS) : low;
  if (!source.takes('}')) return undefined;
  const min = low === '' ? 0 : Number(low);
  const max = high === '' ? Infinity : Number(high);
  if (min >= MOST_REPEATS || (max >= MOST_REPEATS && max !== Infinity)) {
    throw new PatternError('the repetition number is too large', at);
  }
  if (max < min) throw new PatternError('min repeat greater than max repeat', at);
  return { min, max };
}
