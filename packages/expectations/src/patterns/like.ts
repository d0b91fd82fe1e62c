/** A part of an SQL LIKE pattern: any text, any one character, or characters as they are. */
export type LikePart = 'any' | 'one' | { text: string };

/** The parts of a pattern; the character after `escape` means itself. undefined where the pattern ends with `escape`: nothing matches it then. */
export function likeParts(pattern: string, escape: string | undefined): LikePart[] | undefined {
  const parts: LikePart[] = [];
  const add = (character: string) => {
    const last = parts.at(-1);
    if (typeof last === 'object') last.text += character;
    else parts.push({ text: character });
  };
  let escaped = false;
  for (const character of pattern) {
    if (escaped) {
      add(character);
      escaped = false;
    } else if (character === escape) escaped = true;
    else if (character === '%') parts.push('any');
    else if (character === '_') parts.push('one');
    else add(character);
  }
  return escaped ? undefined : parts;
}

/** A text with its ASCII capitals made small, as SQLite's LIKE compares. */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether a pattern means the same to every LIKE, whatever escapes in it and whether case matters. */
export function isPlain(parts: readonly LikePart[]): boolean {
  return parts.every((part) => typeof part === 'string' || !/[%_\\A-Za-z]/.test(part.text));
}

/** The pattern again, of parts that are plain. */
export function likePattern(parts: readonly LikePart[]): string {
  return parts.map((part) => (part === 'any' ? '%' : part === 'one' ? '_' : part.text)).join('');
}

/** The parts as a regular expression of RE2 for the whole text; the case of ASCII letters does not matter. */
export function likeRe2(parts: readonly LikePart[]): string {
  const body = parts.map((part) => {
    if (part === 'any') return '(?s:.*)';
    return part === 'one' ? '(?s:.)' : part.text.replace(/[^0-9]/gu, eitherCase);
  });
  return `\\A${body.join('')}\\z`;
}

function eitherCase(character: string): string {
  if (/[A-Za-z]/.test(character)) return `[${character.toUpperCase()}${character.toLowerCase()}]`;
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Whether SQLite's LIKE matches a text. */
export function likeMatcher(parts: readonly LikePart[]): (text: string) => boolean {
  const body = parts.map((part) => {
    if (part === 'any') return '.*';
    if (part === 'one') return '.';
    return asciiLowerCase(part.text).replace(
      /[\\^$.*+?()[\]{}|/-]/g,
      (each) => `\\u{${each.charCodeAt(0).toString(16)}}`,
    );
  });
  const regex = new RegExp(`^${body.join('')}$`, 'su');
  return (text) => regex.test(asciiLowerCase(text));
}
