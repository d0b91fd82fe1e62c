import { splitCommands } from './commands';

/**
 * Characters that a terminal or a reader does not show as they are: controls (an escape sequence could rewrite what
 * was printed before), and marks that reverse or hide text.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Surrogate}/gu;

/** The text with such characters spelled out (`\x1b`), tabs as spaces and line ends as `\n`. */
export function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, '  ')
    .replace(UNSEEN, (character) => {
      const code = character.charCodeAt(0);
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    });
}

/** `visible`, in one line. */
export function oneLine(text: string): string {
  return visible(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** At most `length` characters, the last one of a longer text being an ellipsis. */
export function clip(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`;
}

/** Lines of at most `width` characters, broken at spaces; a longer word or command keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const lines: string[] = [];
    let current = '';
    for (const word of wordsOf(line.trim())) {
      if (current !== '' && indent.length + current.length + 1 + word.length > width) {
        lines.push(indent + current);
        current = word;
      } else {
        current = current === '' ? word : `${current} ${word}`;
      }
    }
    return [...lines, indent + current];
  });
}

/** The words of a line; a command is one, with what is written to it without a space. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let open = false;
  for (const { text, command } of splitCommands(line)) {
    const pieces = command ? [text] : text.split(/ +/);
    for (const [index, piece] of pieces.entries()) {
      if (index === 0 && open) words[words.length - 1] += piece;
      else words.push(piece);
      open = true;
    }
  }
  return words.filter((word) => word !== '');
}
