import { element, escaped } from './svg.mjs';

/** @typedef {import('./ansi.mjs').Span} Span */

const FONT = 12;
/** Of a character, in parts of the font's size: `textLength` makes every font keep to it. */
const ADVANCE = 0.6;
const LINE = 17;
const PADDING = 18;
const BAR = 30;

const CHARACTER = FONT * ADVANCE;

/**
 * A window of a terminal.
 * @param {Span[][]} lines
 * @param {{ x: number, y: number, width: number, title: string }} place
 * @returns {{ height: number, svg: string }}
 */
export function terminal(lines, { x, y, width, title }) {
  const height = BAR + PADDING + lines.length * LINE + PADDING / 2;
  const buttons = ['#ff5f57', '#febc2e', '#28c840'].map((fill, index) =>
    element('circle', { cx: x + 18 + index * 18, cy: y + BAR / 2, r: 5.5, fill }),
  );
  const texts = lines.flatMap((line, index) => row(line, x + PADDING, y + BAR + PADDING + index * LINE));
  const svg = [
    element('rect', { x, y, width, height, rx: 8, class: 'terminal' }),
    ...buttons,
    element('text', { x: x + width / 2, y: y + 19, class: 'title' }, escaped(title)),
    ...texts,
  ].join('\n');
  return { height, svg };
}

/**
 * @param {Span[]} line
 * @param {number} left
 * @param {number} baseline
 */
function row(line, left, baseline) {
  let column = 0;
  return line.flatMap((span) => {
    const at = column;
    column += [...span.text].length;
    return drawn(span, left + at * CHARACTER, baseline);
  });
}

/**
 * @param {Span} span
 * @param {number} x
 * @param {number} y of the baseline
 */
function drawn({ text, color, bold, dim, inverse }, x, y) {
  const box = inverse
    ? [element('rect', { x, y: y - 12, width: text.length * CHARACTER, height: 16, ...paint(color) })]
    : [];
  // A run of text begins and ends with something to see, since not every renderer keeps spaces there.
  const shown = text.trim();
  if (shown === '') return box;
  const before = [...text].length - [...text.trimStart()].length;
  const words = element(
    'text',
    {
      x: x + before * CHARACTER,
      y,
      textLength: [...shown].length * CHARACTER,
      class: ['code', bold ? 'bold' : '', dim ? 'dim' : ''].filter(Boolean).join(' '),
      ...(inverse ? { fill: '#0d1117' } : paint(color)),
    },
    escaped(shown),
  );
  return [...box, words];
}

/** What terminals paint with on a dark ground. */
const PAINT = new Map([
  ['black', '#6e7681'],
  ['red', '#ff7b72'],
  ['green', '#56d364'],
  ['yellow', '#e3b341'],
  ['blue', '#79c0ff'],
  ['magenta', '#d2a8ff'],
  ['cyan', '#56d4dd'],
  ['white', '#f0f6fc'],
  ['grey', '#8b949e'],
]);

/** @param {string | undefined} color */
function paint(color) {
  return { fill: color === undefined ? '#e6edf3' : (PAINT.get(color) ?? color) };
}
