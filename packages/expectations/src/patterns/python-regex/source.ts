import { PatternError } from './ast';

/** A pattern read one character (code point) after the other. */
export class Source {
  private readonly characters: readonly string[];
  private next = 0;

  constructor(pattern: string) {
    this.characters = [...pattern];
  }

  /** The number of the next character. */
  get at(): number {
    return this.next;
  }

  get done(): boolean {
    return this.next >= this.characters.length;
  }

  /** The next character, left in place; empty at the end. */
  peek(): string {
    return this.characters[this.next] ?? '';
  }

  /** The next character; empty at the end. */
  take(): string {
    const character = this.peek();
    if (!this.done) this.next += 1;
    return character;
  }

  /** Whether the next character is this one; it is taken then. */
  takes(character: string): boolean {
    if (this.done || this.peek() !== character) return false;
    this.next += 1;
    return true;
  }

  /** The characters of a class from here on, at most so many. */
  takeWhile(characters: string, most = Infinity): string {
    let taken = '';
    while (taken.length < most && !this.done && characters.includes(this.peek())) taken += this.take();
    return taken;
  }

  /** All up to a character, which is taken too. @throws PatternError where it is not there, or nothing is before it */
  until(end: string, name: string): string {
    const start = this.next;
    let taken = '';
    while (!this.takes(end)) {
      if (this.done) {
        throw new PatternError(taken === '' ? `missing ${name}` : `missing ${end}, unterminated name`, start);
      }
      taken += this.take();
    }
    if (taken === '') throw new PatternError(`missing ${name}`, start);
    return taken;
  }

  /** Goes back to an earlier place. */
  backTo(at: number): void {
    this.next = at;
  }
}
