import { escapeHtml, formatNumber } from '@modelgate/report';
import type { Json } from '../../json';
import { cutLine } from './cut';
import type { Expected, ExpectedRange } from './expected';

/** How the values of a column are spread: counts between edges for numbers, counts of values for categories. */
export type Spread =
  | { kind: 'bins'; edges: readonly number[]; counts: readonly number[] }
  | { kind: 'values'; values: readonly { value: Json; count: number }[]; rest: number };

const WIDTH = 336;
const LEFT = 8;
const RIGHT = 8;
const TOP = 12;
const PLOT = 84;
const LINE = 15;
const ROW = 18;
const SHOWN_VALUES = 8;
const LONGEST_NAME = 22;

/** A small picture of a column as inline SVG, with what was expected of it. */
export function histogram(name: string, spread: Spread, expected: Expected): string {
  return spread.kind === 'bins' ? bins(name, spread, expected) : categories(name, spread, expected);
}

function bins(
  name: string,
  { edges, counts }: Extract<Spread, { kind: 'bins' }>,
  { ranges }: Expected,
): string {
  const first = edges[0];
  const last = edges[edges.length - 1];
  // Bins differ in width: the area of a bar is its count.
  const heights = counts.map((count, index) => count / widthOf(edges, index));
  const most = Math.max(0, ...heights);
  if (first === undefined || last === undefined || most === 0) return '';
  const domain = widened(first, last, ranges);
  const at = (value: number) => {
    const share = (value - domain.low) / (domain.high - domain.low);
    return LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - RIGHT);
  };
  const allowed = ranges.filter(({ of }) => of === 'values');
  const bars = counts.map((count, index) => {
    const [from = first, to = last] = [edges[index], edges[index + 1]];
    const height = ((heights[index] ?? 0) / most) * PLOT;
    const wide = Math.max(1, at(to) - at(from) - 0.5);
    const out = allowed.some(({ low = -Infinity, high = Infinity }) => to < low || from > high);
    return count === 0
      ? ''
      : `<rect class="bar${out ? ' out' : ''}" x="${px(at(from))}" y="${px(TOP + PLOT - Math.max(1, height))}" width="${px(wide)}" height="${px(Math.max(1, height))}"/>`;
  });
  const base = TOP + PLOT;
  const marks = ranges.map((range) => band(range, at, base));
  const notes = ranges.map(
    (range, index) =>
      `<text x="${LEFT}" y="${base + (index + 2) * LINE}">${range.met ? '✔' : '✖'} ${escapeHtml(rangeWords(range))}</text>`,
  );
  return svg(name, base + (ranges.length + 1) * LINE + 6, [
    ...marks,
    ...bars,
    `<g class="axis"><line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${base}" y2="${base}"/></g>`,
    `<text class="faint" x="${px(at(first))}" y="${base + LINE - 2}">${formatNumber(first)}</text>`,
    `<text class="faint" x="${px(at(last))}" y="${base + LINE - 2}" text-anchor="end">${formatNumber(last)}</text>`,
    ...notes,
  ]);
}

function widthOf(edges: readonly number[], index: number): number {
  return (edges[index + 1] ?? 0) - (edges[index] ?? 0) || 1;
}

/** The range of the values, widened to expected bounds that are not far off. */
function widened(
  first: number,
  last: number,
  ranges: readonly ExpectedRange[],
): { low: number; high: number } {
  const span = last - first || Math.abs(first) || 1;
  let low = first;
  let high = last;
  for (const bound of ranges.flatMap((range) => [range.low ?? first, range.high ?? last])) {
    if (bound > first - span) low = Math.min(low, bound);
    if (bound < last + span) high = Math.max(high, bound);
  }
  return low === high ? { low: low - span / 2, high: high + span / 2 } : { low, high };
}

/** Bounds of single values are a band behind the bars; those of a mean and the like a strip above them. */
function band({ of, low, high, met }: ExpectedRange, at: (value: number) => number, base: number): string {
  const unmet = met ? '' : ' unmet';
  const [top, height] = of === 'values' ? [TOP, PLOT] : [0, TOP - 2];
  const from = at(low ?? -Infinity);
  const to = at(high ?? Infinity);
  const edge = (x: number) =>
    `<line class="edge${unmet}" x1="${px(x)}" x2="${px(x)}" y1="${top}" y2="${base}"/>`;
  return (
    `<rect class="wanted${unmet}" x="${px(from)}" y="${top}" width="${px(Math.max(1, to - from))}" height="${height}"/>` +
    `${low === undefined ? '' : edge(from)}${high === undefined ? '' : edge(to)}`
  );
}

function rangeWords({ of, low, high }: ExpectedRange): string {
  if (low === undefined) return `${of} at most ${formatNumber(high ?? null)}`;
  if (high === undefined) return `${of} at least ${formatNumber(low)}`;
  return `${of} between ${formatNumber(low)} and ${formatNumber(high)}`;
}

function categories(
  name: string,
  { values, rest }: Extract<Spread, { kind: 'values' }>,
  { values: allowed }: Expected,
): string {
  const most = Math.max(...values.map(({ count }) => count), 1);
  const known = allowed && new Set(allowed.map((value) => String(value)));
  const isOut = (value: Json) => known !== undefined && !known.has(String(value));
  // A value that is not allowed is shown before a frequent one that is.
  const ordered = [...values].sort(
    (a, b) => Number(isOut(b.value)) - Number(isOut(a.value)) || b.count - a.count,
  );
  const shown = ordered.slice(0, SHOWN_VALUES);
  const hidden = ordered.slice(SHOWN_VALUES).reduce((sum, { count }) => sum + count, rest);
  const rows = shown.map(({ value, count }, index) => {
    const y = TOP + index * ROW;
    const width = Math.max(1, (count / most) * 130);
    const label = cutLine(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_NAME);
    return (
      `<rect class="bar${isOut(value) ? ' out' : ''}" x="150" y="${y}" width="${px(width)}" height="${ROW - 5}"/>` +
      `<text x="144" y="${y + 11}" text-anchor="end">${isOut(value) ? '✖ ' : ''}${escapeHtml(label)}</text>` +
      `<text class="faint" x="${px(156 + width)}" y="${y + 11}">${formatNumber(count)}</text>`
    );
  });
  const more =
    hidden > 0
      ? [
          `<text class="faint" x="144" y="${TOP + shown.length * ROW + 11}" text-anchor="end">and ${formatNumber(hidden)} more rows</text>`,
        ]
      : [];
  return rows.length === 0 ? '' : svg(name, TOP + (rows.length + more.length) * ROW + 4, [...rows, ...more]);
}

function svg(name: string, height: number, content: readonly string[]): string {
  const label = escapeHtml(cutLine(`values of ${name}`, 100));
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${content.join('')}</svg>`;
}

function px(value: number): string {
  return String(Number(value.toFixed(1)));
}
