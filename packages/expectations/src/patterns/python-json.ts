/** A JSON text as Python's `json.loads` reads it: numbers may be NaN and the infinities. */
export type PythonJson = null | boolean | number | string | PythonJson[] | { [key: string]: PythonJson };

/** A text that is no JSON to Python. */
export class NotJson extends Error {
  constructor(
    reason: string,
    /** 0-based, in UTF-16 units. */
    readonly at: number,
  ) {
    super(`${reason} at character ${at + 1}`);
  }
}

/** Python's default recursion limit, less what stands on its stack already. */
const DEEPEST = 950;
/** Python refuses to read longer integers. */
const LONGEST_INTEGER = 4300;

/** @throws NotJson for what `json.loads` refuses */
export function parsePythonJson(text: string): PythonJson {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const STRING = /"((?:[ !#-[\]-\uffff]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)"/y;
const WHITE_SPACE = /[ \t\n\r]*/y;
const WORDS: readonly (readonly [string, PythonJson])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
];

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The value that stands here, with white space around it. */
  value(depth: number): PythonJson {
    if (depth > DEEPEST) throw new NotJson('nested too deeply', this.at);
    this.skip();
    const value = this.bare(depth);
    this.skip();
    return value;
  }

  end(): void {
    if (this.at < this.text.length) throw new NotJson('extra data', this.at);
  }

  private bare(depth: number): PythonJson {
    const first = this.text.charAt(this.at);
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    const word = WORDS.find(([name]) => this.text.startsWith(name, this.at));
    if (word) {
      this.at += word[0].length;
      return word[1];
    }
    const [all, whole = '', fraction, exponent] = this.take(NUMBER) ?? [];
    if (all === undefined) throw new NotJson('no value', this.at);
    if (fraction === undefined && exponent === undefined && whole.length > LONGEST_INTEGER) {
      const digits = whole.replace('-', '').length;
      if (digits > LONGEST_INTEGER) throw new NotJson(`an integer of ${digits} digits`, this.at);
    }
    return Number(all);
  }

  private string(): string {
    const [all] = this.take(STRING) ?? [];
    if (all === undefined)
      throw new NotJson('a text that does not end, or holds what has to be escaped', this.at);
    const value: unknown = JSON.parse(all);
    return String(value);
  }

  private array(depth: number): PythonJson[] {
    const values: PythonJson[] = [];
    this.at += 1;
    this.skip();
    if (this.takes(']')) return values;
    for (;;) {
      values.push(this.value(depth + 1));
      if (this.takes(']')) return values;
      if (!this.takes(',')) throw new NotJson('neither a comma nor the end of a list', this.at);
    }
  }

  private object(depth: number): PythonJson {
    const values = new Map<string, PythonJson>();
    this.at += 1;
    this.skip();
    if (this.takes('}')) return {};
    for (;;) {
      this.skip();
      if (this.text.charAt(this.at) !== '"') throw new NotJson('no name in double quotes', this.at);
      const name = this.string();
      this.skip();
      if (!this.takes(':')) throw new NotJson('no colon behind a name', this.at);
      values.set(name, this.value(depth + 1));
      // Unlike an assignment this makes a name such as __proto__ a name like others.
      if (this.takes('}')) return Object.fromEntries(values);
      if (!this.takes(',')) throw new NotJson('neither a comma nor the end of an object', this.at);
    }
  }

  private skip(): void {
    this.take(WHITE_SPACE);
  }

  private takes(character: string): boolean {
    if (this.text.charAt(this.at) !== character) return false;
    this.at += 1;
    return true;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.at += found[0].length;
    return found;
  }
}
