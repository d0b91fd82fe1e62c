/** A part of a text: a command that a reader may copy, or the words around it. */
export interface TextPart {
  text: string;
  command: boolean;
}

/** A word of a command; quotes and angle brackets hold spaces together. */
const WORD = '(?:"[^"\\n]*"|<[^>\\n]*>|[^\\s"<])+';
/** What may follow: options, values in quotes, and paths after `--`. */
const OPTIONS = `(?: (?:-- ${WORD}|-${WORD}|"[^"\\n]*"))*`;
/** The name that a generator makes or takes comes after it, unless the sentence goes on there. */
const NAME = `(?:(?<![.,;:)]) (?=[\\w.])${WORD})?`;
const NX = `(?:npx )?nx (?:(?:generate|g) ${WORD}${NAME}|(?:run|add) ${WORD}|affected|run-many|reset)`;
const GIT = 'git (?:add|checkout|commit|diff|fetch|lfs (?:pull|fetch)|pull|restore|stash|status)';
const COMMAND = new RegExp(`(?<![^\\s(])(?:${NX}|${GIT})${OPTIONS}`, 'g');

/** What ends a sentence is no part of the command in it; `...` in quotes is. */
const TRAILING = /[.,;:)]+$/;

/**
 * Finds the commands of Nx and git in a sentence, as messages write them: `accept it: nx generate x credit-risk --reason
 * "..."`. The parts, joined, are the text.
 */
export function splitCommands(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(COMMAND)) {
    const command = match[0].replace(TRAILING, '');
    if (match.index > end) parts.push({ text: text.slice(end, match.index), command: false });
    parts.push({ text: command, command: true });
    end = match.index + command.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), command: false });
  return parts;
}
