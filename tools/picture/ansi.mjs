/**
 * How a run of characters looks.
 * @typedef {object} Style
 * @property {string | undefined} color a class of the picture, or a colour
 * @property {boolean} bold
 * @property {boolean} dim
 * @property {boolean} inverse
 */

/** @typedef {Style & { text: string }} Span */

/** @type {Style} */
const PLAIN = { color: undefined, bold: false, dim: false, inverse: false };

/** Classes of the eight colours that a terminal has, by number. */
const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * The lines of a program's output as runs of one style each. Knows the codes of colour and weight; other control sequences
 * are errors, since a picture cannot show what they do.
 * @param {string} output
 * @returns {Span[][]}
 */
export function styledLines(output) {
  let style = PLAIN;
  return output
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => {
      /** @type {Span[]} */
      const spans = [];
      let end = 0;
      // eslint-disable-next-line no-control-regex
      for (const match of line.matchAll(/\u001b\[([\d;]*)m/g)) {
        if (match.index > end) spans.push({ ...style, text: plain(line.slice(end, match.index)) });
        style = applied(style, (match[1] || '0').split(';').map(Number));
        end = match.index + match[0].length;
      }
      if (end < line.length) spans.push({ ...style, text: plain(line.slice(end)) });
      return spans;
    });
}

/**
 * Breaks a line that is longer than that many columns; what follows stands below its beginning, as in a report.
 * @param {Span[]} line
 * @param {number} columns
 * @returns {Span[][]} at least one line
 */
export function wrapped(line, columns) {
  const [indent = ''] = /^ */.exec(textOf(line)) ?? [];
  /** @type {Span[][]} */
  const lines = [[]];
  let left = columns;
  for (const span of line) {
    let characters = [...span.text];
    while (characters.length > 0) {
      if (left === 0) {
        lines.push([{ ...PLAIN, text: indent }]);
        left = columns - indent.length;
      }
      const part = characters.slice(0, left);
      lines.at(-1)?.push({ ...span, text: part.join('') });
      left -= part.length;
      characters = characters.slice(part.length);
    }
  }
  return lines;
}

/** @param {Span[]} line */
export function textOf(line) {
  return line.map(({ text }) => text).join('');
}

/** @param {string} text */
function plain(text) {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new Error(`a control character in ${JSON.stringify(text)}`);
  return text;
}

/**
 * @param {Style} style
 * @param {number[]} codes
 * @returns {Style}
 */
function applied(style, codes) {
  let next = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 && codes[index + 1] === 5) {
      next = { ...next, color: indexedColor(codes[index + 2] ?? 0) };
      index += 2;
    } else next = { ...next, ...change(code) };
  }
  return next;
}

/**
 * @param {number} code
 * @returns {Partial<Style>}
 */
function change(code) {
  if (code >= 30 && code <= 37) return { color: COLORS[code - 30] };
  if (code === 90) return { color: 'grey' };
  if (code > 90 && code <= 97) return { color: COLORS[code - 90] };
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { bold: true };
    case 2:
      return { dim: true };
    case 7:
      return { inverse: true };
    case 22:
      return { bold: false, dim: false };
    case 27:
      return { inverse: false };
    case 39:
      return { color: undefined };
    default:
      throw new Error(`the picture cannot show the code ${code}`);
  }
}

/**
 * A colour of the cube that terminals with 256 colours have from 16 to 231.
 * @param {number} index
 */
function indexedColor(index) {
  if (index < 16 || index > 231) throw new Error(`the picture has no colour ${index}`);
  const place = index - 16;
  const levels = [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6];
  return `#${levels.map((level) => (level === 0 ? 0 : 55 + 40 * level).toString(16).padStart(2, '0')).join('')}`;
}
