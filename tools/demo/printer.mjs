import { stripVTControlCharacters } from 'node:util';

/**
 * What the demo writes: a heading a scene, commands as a user types them, and below a command, indented, parts of its output.
 * @param {{ color: boolean }} options
 */
export function printer({ color }) {
  /** @type {(code: number, text: string) => string} */
  const paint = (code, text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  let blank = true;
  /** @param {string} line */
  const write = (line) => {
    if (line === '' && blank) return;
    blank = line === '';
    console.log(line);
  };

  return {
    /** @param {string} title */
    heading(title) {
      write('');
      write(paint(1, `== ${title} ==`));
    },
    /** @param {string} text */
    say(text) {
      write('');
      for (const line of text.split('\n')) write(line);
    },
    /** @param {string} line */
    command(line) {
      write('');
      write(paint(36, `$ ${line}`));
    },
    /**
     * Part of a command's output as it is, without the empty lines around it.
     * @param {string} text
     */
    output(text) {
      const lines = text.split('\n');
      const hasText = lines.map((line) => stripVTControlCharacters(line).trim() !== '');
      for (const line of lines.slice(hasText.indexOf(true), hasText.lastIndexOf(true) + 1))
        write(line && `    ${line}`);
    },
    /** One empty line, however often it is asked for. */
    blank() {
      write('');
    },
    /** @param {string} line */
    remark(line) {
      write(paint(2, `  ${line}`));
    },
  };
}

/** @typedef {ReturnType<typeof printer>} Printer */

/**
 * The report in what a stage printed, without the progress before it.
 * @param {string} text
 */
export function reportIn(text) {
  return between(text, /^[✔⚠✖] /u, undefined);
}

/**
 * The head of a report and the gates that failed or warn, without those that passed.
 * @param {string} text
 */
export function troublesIn(text) {
  return between(text, /^[✔⚠✖] /u, /^ {2}✔ /u);
}

/**
 * The lines of a text from the first one that matches `from` up to, and without, the first one that matches `to`. Colours do
 * not count.
 * @param {string} text
 * @param {RegExp} from
 * @param {RegExp | undefined} to
 */
function between(text, from, to) {
  const lines = text.split('\n');
  const plain = lines.map((line) => stripVTControlCharacters(line));
  const start = Math.max(
    0,
    plain.findIndex((line) => from.test(line)),
  );
  const end = plain.findIndex((line, index) => index > start && to?.test(line));
  return lines.slice(start, end < 0 ? undefined : end).join('\n');
}

/**
 * A command as it is typed into a shell.
 * @param {string[]} words
 */
export function shellLine(words) {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : word.replace(/^(--?[\w-]+=)?(.*)$/s, '$1"$2"')))
    .join(' ');
}
