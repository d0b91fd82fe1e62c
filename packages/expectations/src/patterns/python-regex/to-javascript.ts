import { isRange, PatternError, type CharacterSet, type Node, type SetItem } from './ast';
import { isCased, withCases } from './case-variants';
import { certainGroups } from './certain-groups';
import { isNegatedWord, quantifier } from './emit';

/**
 * A search for the pattern with JavaScript's RegExp: whether a text holds a match.
 * @throws PatternError for what JavaScript means otherwise or has not, such as a reference to a group that may not have
 * taken part in the match
 */
export function toJavaScript(root: Node): (text: string) => boolean {
  const emitter = new Emitter(root);
  const source = emitter.emit(root, false);
  const flags = emitter.ignoreCase ? 'isu' : 'su';
  const regex = new RegExp(source, flags);
  const sticky = new RegExp(source, `${flags}y`);
  return (text) => (/[\ud800-\udbff]/.test(text) ? holds(sticky, text) : regex.test(text));
}

/** Starts at each code point: V8 also finds empty matches inside of one that it stores as two. */
function holds(sticky: RegExp, text: string): boolean {
  let index = 0;
  for (const character of text) {
    sticky.lastIndex = index;
    if (sticky.test(text)) return true;
    index += character.length;
  }
  sticky.lastIndex = index;
  return sticky.test(text);
}

class Emitter {
  /** Case is ignored by all parts that have one, so that a flag can say it. */
  readonly ignoreCase: boolean;
  private readonly referenced: ReadonlySet<number>;
  private readonly certain: ReadonlySet<Node>;
  private atomics = 0;

  constructor(root: Node) {
    const parts = [...partsOf(root)];
    const cased = parts.flatMap((part) => {
      if (part.kind === 'reference') return [part.ignoreCase];
      return part.kind === 'set' && isCased(part.set) ? [part.set.ignoreCase] : [];
    });
    this.ignoreCase = cased.length > 0 && cased.every(Boolean);
    this.referenced = new Set(parts.flatMap((part) => (part.kind === 'reference' ? [part.group] : [])));
    this.certain = certainGroups(root);
  }

  emit(node: Node, behind: boolean): string {
    switch (node.kind) {
      case 'set':
        return this.set(node.set);
      case 'any':
        return '.';
      case 'notNewline':
        return '[^\\n]';
      case 'start':
        return '^';
      case 'end':
        return '$';
      case 'lineStart':
        return '(?:^|(?<=\\n))';
      case 'lineEnd':
        return '(?=\\n|$)';
      case 'lastLine':
        return '(?=\\n?$)';
      case 'boundary':
        return boundary(node.negated, node.ascii);
      case 'sequence':
        return node.parts.map((part) => this.part(part, behind)).join('');
      case 'choice':
        return node.branches.map((branch) => this.emit(branch, behind)).join('|');
      case 'capture': {
        const body = this.emit(node.body, behind);
        return this.referenced.has(node.group) ? `(?<g${node.group}>${body})` : `(?:${body})`;
      }
      case 'repeat':
        return `(?:${this.emit(node.body, behind)})${quantifier(node.min, node.max)}${node.lazy ? '?' : ''}`;
      case 'look': {
        const sign = `${node.behind ? '<' : ''}${node.negated ? '!' : '='}`;
        return `(?:(?${sign}${this.emit(node.body, node.behind)}))`;
      }
      case 'reference':
        return this.reference(node);
      case 'atomic': {
        if (behind)
          throw new PatternError('an atomic group inside of a look-behind is not followed', node.at);
        this.atomics += 1;
        const name = `a${this.atomics}`;
        return `(?:(?=(?<${name}>${this.emit(node.body, false)}))\\k<${name}>)`;
      }
    }
  }

  private part(part: Node, behind: boolean): string {
    return part.kind === 'choice' ? `(?:${this.emit(part, behind)})` : this.emit(part, behind);
  }

  private reference(node: Extract<Node, { kind: 'reference' }>): string {
    if (!this.certain.has(node)) {
      throw new PatternError(
        'a reference to a group that may have taken no part in the match is not followed',
        node.at,
      );
    }
    if (node.ignoreCase && !this.ignoreCase) {
      throw new PatternError('a reference that ignores case in a part of a pattern is not followed', node.at);
    }
    return `\\k<g${node.group}>`;
  }

  private set({ negated, items, ignoreCase }: CharacterSet): string {
    const all = ignoreCase && !this.ignoreCase ? withCases(items) : items;
    if (!all)
      throw new PatternError('a set this wide that ignores case in a part of a pattern is not followed', 0);
    const strangers = all.some(isNegatedWord);
    const others = all
      .filter((item) => !isNegatedWord(item))
      .map(emitItem)
      .join('');
    if (!strangers) return `[${negated ? '^' : ''}${others}]`;
    const or = others === '' ? '' : `|[${others}]`;
    return negated ? `(?:(?![${others}])[${WORD}])` : `(?:[^${WORD}]${or})`;
  }
}

const WORD = '\\p{L}\\p{N}_';

function emitItem(item: SetItem): string {
  if (isRange(item)) {
    return item.from === item.to ? character(item.from) : `${character(item.from)}-${character(item.to)}`;
  }
  if (item.unicode === 'word') return WORD;
  return item.negated ? '\\P{Nd}' : '\\p{Nd}';
}

function character(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return /[A-Za-z0-9]/.test(text) ? text : `\\u{${codePoint.toString(16)}}`;
}

/** The empty text has no `\\B` to Python. */
function boundary(negated: boolean, ascii: boolean): string {
  const word = ascii ? '[A-Za-z0-9_]' : `[${WORD}]`;
  return negated
    ? `(?:(?<=${word})(?=${word})|(?!^$)(?<!${word})(?!${word}))`
    : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
}

/** A pattern and all patterns in it. */
export function* partsOf(node: Node): Generator<Node> {
  yield node;
  if (node.kind === 'sequence') for (const part of node.parts) yield* partsOf(part);
  if (node.kind === 'choice') for (const branch of node.branches) yield* partsOf(branch);
  if ('body' in node) yield* partsOf(node.body);
}
