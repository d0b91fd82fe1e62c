/** A Python regular expression, with its flags worked into its parts; they mean what they mean to Python's `re`. */
export type Node =
  | { kind: 'set'; set: CharacterSet }
  /** Any character but the newline. */
  | { kind: 'notNewline' }
  | { kind: 'any' }
  | Assertion
  | { kind: 'boundary'; negated: boolean; ascii: boolean }
  | { kind: 'sequence'; parts: readonly Node[] }
  | { kind: 'choice'; branches: readonly Node[] }
  | { kind: 'capture'; group: number; body: Node }
  | { kind: 'repeat'; min: number; max: number; lazy: boolean; body: Node }
  | { kind: 'look'; behind: boolean; negated: boolean; body: Node; at: number }
  | { kind: 'reference'; group: number; ignoreCase: boolean; at: number }
  /** What matched is never given back: `(?>...)` and possessive repeats. */
  | { kind: 'atomic'; body: Node; at: number };

/** `end` is the very end, `lastLine` also before a newline there; `lineStart` and `lineEnd` are of every line. */
export interface Assertion {
  kind: 'start' | 'lineStart' | 'end' | 'lastLine' | 'lineEnd';
}

/** One character of a set, or, negated, one that is not of it. */
export interface CharacterSet {
  negated: boolean;
  items: readonly SetItem[];
  /** Case is ignored as Unicode folds it. */
  ignoreCase: boolean;
}

/** Code points from and to, both included, or a Unicode class of Python (`\d`, `\w`) or its complement. */
export type SetItem = Range | UnicodeClass;

export interface Range {
  from: number;
  to: number;
}

export interface UnicodeClass {
  unicode: 'digit' | 'word';
  negated: boolean;
}

export interface PythonRegex {
  source: string;
  root: Node;
}

/** Why a pattern cannot be used, and where in it, as a 0-based number of a character. */
export class PatternError extends Error {
  constructor(
    readonly reason: string,
    readonly at: number,
  ) {
    super(`${reason} at position ${at}`);
  }
}

export function isRange(item: SetItem): item is Range {
  return 'from' in item;
}
