import { PatternError, type Node, type PythonRegex, type SetItem } from './ast';
import { withAsciiCases, withTurkishCases } from './character-classes';
import { codePoint, commonEscape, DIGITS, isOctal, octal, one, plainEscape } from './escapes';
import { isFlag, NO_FLAGS, readFlags, type Flags } from './flags';
import { readSet } from './read-set';
import { readBraces, readRepetition } from './repetition';
import { Source } from './source';
import { widthOf } from './width';

const SPACES = ' \t\n\r\v\f';

/** Reads a pattern as `re.compile` of Python 3.11 does. @throws PatternError where that refuses it, or nothing here follows it */
export function parsePythonRegex(pattern: string): PythonRegex {
  return { source: pattern, root: new Parser(pattern).parse() };
}

interface Group {
  closed: boolean;
  /** How many characters it matches, where that is fixed. */
  width: number | undefined;
}

class Parser {
  private readonly source: Source;
  /** By number; the first is the whole pattern. */
  private readonly groups: Group[] = [{ closed: false, width: undefined }];
  private readonly names = new Map<string, number>();
  /** Flags of the whole pattern. */
  private global = NO_FLAGS;
  /** The number of groups when the outermost look-behind began. */
  private beforeLookBehind: number | undefined;

  constructor(pattern: string) {
    this.source = new Source(pattern);
  }

  parse(): Node {
    this.readGlobalFlags();
    const root = this.choice(this.global);
    if (!this.source.done) throw new PatternError('unbalanced parenthesis', this.source.at);
    return root;
  }

  /** `(?i)` and the like, which stand only at the start. */
  private readGlobalFlags(): void {
    for (;;) {
      const at = this.source.at;
      this.skipIgnored(this.global);
      if (!this.source.takes('(') || !this.source.takes('?') || !isFlag(this.source.peek())) {
        return this.source.backTo(at);
      }
      const { flags, scoped } = readFlags(this.source, this.global);
      if (scoped) return this.source.backTo(at);
      this.global = flags;
    }
  }

  private choice(flags: Flags): Node {
    const branches = [this.sequence(flags)];
    while (this.source.takes('|')) branches.push(this.sequence(flags));
    const [only] = branches;
    return branches.length === 1 && only ? only : { kind: 'choice', branches };
  }

  private sequence(flags: Flags): Node {
    const parts: Node[] = [];
    for (;;) {
      this.skipIgnored(flags);
      const next = this.source.peek();
      if (next === '' || next === '|' || next === ')') break;
      const at = this.source.at;
      parts.push(this.repeated(this.atom(flags, at), flags));
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: 'sequence', parts };
  }

  /** Skips comments and, where the pattern is verbose, white space. */
  private skipIgnored({ verbose }: Flags): void {
    for (;;) {
      const at = this.source.at;
      if (verbose && this.source.takeWhile(SPACES) !== '') continue;
      if (verbose && this.source.takes('#')) {
        while (!this.source.done && !this.source.takes('\n')) this.source.take();
        continue;
      }
      if (!this.source.takes('(') || !this.source.takes('?') || !this.source.takes('#')) {
        return this.source.backTo(at);
      }
      while (!this.source.takes(')')) {
        if (this.source.take() === '') throw new PatternError('missing ), unterminated comment', at);
      }
    }
  }

  private atom(flags: Flags, at: number): Node {
    const character = this.source.take();
    switch (character) {
      case '.':
        return { kind: flags.dotAll ? 'any' : 'notNewline' };
      case '^':
        return { kind: flags.multiLine ? 'lineStart' : 'start' };
      case '$':
        return { kind: flags.multiLine ? 'lineEnd' : 'lastLine' };
      case '(':
        return this.group(flags, at);
      case '[':
        return set(readSet(this.source, flags.ascii, at), flags);
      case '\\':
        return this.escape(flags, at);
      case '*':
      case '+':
      case '?':
        throw new PatternError('nothing to repeat', at);
      case '{': {
        const inner = this.source.at;
        if (readBraces(this.source, at)) throw new PatternError('nothing to repeat', at);
        this.source.backTo(inner);
        return literal('{', flags);
      }
      default:
        return literal(character, flags);
    }
  }

  private escape(flags: Flags, at: number): Node {
    const letter = this.source.take();
    if (letter === '') throw new PatternError('bad escape (end of pattern)', at);
    switch (letter) {
      case 'A':
        return { kind: 'start' };
      case 'Z':
        return { kind: 'end' };
      case 'b':
      case 'B':
        return { kind: 'boundary', negated: letter === 'B', ascii: flags.ascii };
    }
    const common = commonEscape(this.source, letter, { at, ascii: flags.ascii });
    if (common) return set({ negated: false, items: common }, flags);
    if (DIGITS.includes(letter)) return this.numberEscape(letter, flags, at);
    return set({ negated: false, items: one(plainEscape(letter, at)) }, flags);
  }

  /** Three octal digits are a character, other numbers a group. */
  private numberEscape(first: string, flags: Flags, at: number): Node {
    let digits = first + this.source.takeWhile(DIGITS, 1);
    if (digits.length === 2 && isOctal(first) && isOctal(digits.charAt(1)) && isOctal(this.source.peek())) {
      digits += this.source.take();
      return set({ negated: false, items: one(octal(digits, at)) }, flags);
    }
    const group = Number(digits);
    if (group >= this.groups.length) throw new PatternError(`invalid group reference ${group}`, at + 1);
    return this.reference(group, flags, at);
  }

  private reference(group: number, flags: Flags, at: number): Node {
    if (!this.groups[group]?.closed) throw new PatternError('cannot refer to an open group', at);
    if (this.beforeLookBehind !== undefined && group >= this.beforeLookBehind) {
      throw new PatternError('cannot refer to group defined in the same lookbehind subpattern', at);
    }
    return { kind: 'reference', group, ignoreCase: flags.ignoreCase, at };
  }

  private group(flags: Flags, at: number): Node {
    if (!this.source.takes('?')) return this.capture(flags, at, undefined);
    const kind = this.source.take();
    switch (kind) {
      case 'P':
        return this.named(flags, at);
      case ':':
        return this.closed(this.choice(flags), at);
      case '=':
      case '!':
        return this.look(flags, at, { behind: false, negated: kind === '!' });
      case '<': {
        const sign = this.source.take();
        if (sign !== '=' && sign !== '!') throw new PatternError(`unknown extension ?<${sign}`, at + 1);
        return this.look(flags, at, { behind: true, negated: sign === '!' });
      }
      case '>':
        return { kind: 'atomic', body: this.closed(this.choice(flags), at), at };
      case '(':
        throw new PatternError('conditional groups (?(...)...|...) are not followed', at);
      case '':
        throw new PatternError('unexpected end of pattern', this.source.at);
    }
    if (!isFlag(kind) && kind !== '-') throw new PatternError(`unknown extension ?${kind}`, at + 1);
    this.source.backTo(this.source.at - 1);
    const { flags: inner, scoped } = readFlags(this.source, flags);
    if (!scoped) throw new PatternError('global flags not at the start of the expression', at);
    return this.closed(this.choice(inner), at);
  }

  private named(flags: Flags, at: number): Node {
    if (this.source.takes('<')) {
      const name = this.name('>');
      if (this.names.has(name)) throw new PatternError(`redefinition of group name ${name}`, at);
      return this.capture(flags, at, name);
    }
    if (!this.source.takes('=')) throw new PatternError(`unknown extension ?P${this.source.peek()}`, at + 1);
    const start = this.source.at;
    const name = this.name(')');
    const group = this.names.get(name);
    if (group === undefined) throw new PatternError(`unknown group name ${name}`, start);
    return this.reference(group, flags, at);
  }

  private name(end: string): string {
    const at = this.source.at;
    const name = this.source.until(end, 'group name');
    if (!/^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name)) {
      throw new PatternError(`bad character in group name ${name}`, at);
    }
    return name;
  }

  private capture(flags: Flags, at: number, name: string | undefined): Node {
    const number = this.groups.length;
    const group: Group = { closed: false, width: undefined };
    this.groups.push(group);
    if (name !== undefined) this.names.set(name, number);
    const body = this.closed(this.choice(flags), at);
    group.closed = true;
    group.width = this.width(body);
    return { kind: 'capture', group: number, body };
  }

  private look(flags: Flags, at: number, { behind, negated }: { behind: boolean; negated: boolean }): Node {
    const outer = this.beforeLookBehind;
    if (behind && outer === undefined) this.beforeLookBehind = this.groups.length;
    const body = this.closed(this.choice(flags), at);
    this.beforeLookBehind = outer;
    if (behind && this.width(body) === undefined) {
      throw new PatternError('look-behind requires fixed-width pattern', at);
    }
    return { kind: 'look', behind, negated, body, at };
  }

  private closed(body: Node, at: number): Node {
    if (!this.source.takes(')')) throw new PatternError('missing ), unterminated subpattern', at);
    return body;
  }

  private width(node: Node): number | undefined {
    return widthOf(node, (group) => this.groups[group]?.width);
  }

  private repeated(part: Node, flags: Flags): Node {
    this.skipIgnored(flags);
    const at = this.source.at;
    const range = readRepetition(this.source);
    if (!range) return part;
    if (isAssertion(part)) throw new PatternError('nothing to repeat', at);
    const possessive = this.source.takes('+');
    const lazy = !possessive && this.source.takes('?');
    const node: Node = { kind: 'repeat', ...range, lazy, body: part };
    this.skipIgnored(flags);
    const next = this.source.at;
    if (readRepetition(this.source)) throw new PatternError('multiple repeat', next);
    this.source.backTo(next);
    return possessive ? { kind: 'atomic', body: node, at } : node;
  }
}

function isAssertion({ kind }: Node): boolean {
  return ['start', 'lineStart', 'end', 'lastLine', 'lineEnd', 'boundary'].includes(kind);
}

function literal(character: string, flags: Flags): Node {
  return set({ negated: false, items: one(codePoint(character)) }, flags);
}

function set(
  { negated, items }: { negated: boolean; items: readonly SetItem[] },
  { ignoreCase, ascii }: Flags,
): Node {
  if (!ignoreCase) return { kind: 'set', set: { negated, items, ignoreCase: false } };
  return ascii
    ? { kind: 'set', set: { negated, items: withAsciiCases(items), ignoreCase: false } }
    : { kind: 'set', set: { negated, items: withTurkishCases(items), ignoreCase: true } };
}
