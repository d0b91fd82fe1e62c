import type { ReportSeries } from '@modelgate/contracts';
import { formatNumber } from './format';
import { escapeHtml } from './markup';

const WIDTH = 640;
const HEIGHT = 260;
const MARGIN = { left: 76, right: 16, top: 12, bottom: 44 };
/** More points than this are drawn as the smallest and largest value of each of so many equal parts. */
const MOST_POINTS = 600;

interface Point {
  x: number;
  /** null is a gap in the line. */
  y: number | null;
}

/**
 * A curve as inline SVG with axes, without scripts, in the colours of the page (`currentColor` and the custom
 * property `--curve`). `id` has to be unique in the page.
 */
export function renderPlot(series: ReportSeries, id: string): string {
  const points = thinned(series.x.map((x, index) => ({ x, y: series.y[index] ?? null })));
  const seen = points.filter((point): point is { x: number; y: number } => point.y !== null);
  const name = escapeHtml(series.title);
  if (seen.length === 0) return `<p>${name}: no values</p>`;
  const horizontal = scale(
    points.map(({ x }) => x),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const vertical = scale(
    seen.map(({ y }) => y),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const first = seen[0]?.y ?? null;
  const last = seen[seen.length - 1]?.y ?? null;
  const range = `${escapeHtml(series.y_label)} by ${escapeHtml(series.x_label)}: from ${formatNumber(first)} to ${formatNumber(last)}`;
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d">`,
    `<title id="${id}-t">${name}</title><desc id="${id}-d">${range}</desc>`,
    '<g class="axis">',
    ...vertical.ticks.map(
      (tick) =>
        `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at(vertical, tick)}" y2="${at(vertical, tick)}"/>` +
        `<text x="${MARGIN.left - 8}" y="${at(vertical, tick)}" dy="0.32em" text-anchor="end">${formatNumber(tick)}</text>`,
    ),
    ...horizontal.ticks.map(
      (tick) =>
        `<text x="${at(horizontal, tick)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${formatNumber(tick)}</text>`,
    ),
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(series.x_label)}</text>`,
    `<text transform="translate(14 ${(MARGIN.top + HEIGHT - MARGIN.bottom) / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(series.y_label)}</text>`,
    '</g>',
    `<path class="curve" d="${pathOf(points, horizontal, vertical)}"/>`,
    ...(seen.length <= 60
      ? seen.map(
          ({ x, y }) => `<circle class="dot" cx="${at(horizontal, x)}" cy="${at(vertical, y)}" r="2.5"/>`,
        )
      : []),
    '</svg>',
  ].join('\n');
}

interface Scale {
  low: number;
  high: number;
  from: number;
  to: number;
  ticks: number[];
}

/** A linear scale over all values. Halves are subtracted so that the span of the largest numbers stays finite. */
function scale(values: readonly number[], from: number, to: number): Scale {
  let low = values.reduce((a, b) => Math.min(a, b), Infinity);
  let high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (low === high) {
    const pad = Math.abs(low) / 10 || 1;
    low -= pad;
    high += pad;
  }
  return { low, high, from, to, ticks: ticksOf(low, high) };
}

function at({ low, high, from, to }: Scale, value: number): string {
  const share = (value / 2 - low / 2) / (high / 2 - low / 2);
  return Number((from + (Number.isFinite(share) ? share : 0) * (to - from)).toFixed(2)).toString();
}

/** About five round values (1, 2 or 5 times a power of ten) within the range. */
function ticksOf(low: number, high: number): number[] {
  const rough = high / 5 - low / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  if (!Number.isFinite(step) || step <= 0) return [low, high];
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high && ticks.length < 12; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks.length > 0 ? ticks : [low, high];
}

function pathOf(points: readonly Point[], horizontal: Scale, vertical: Scale): string {
  let drawing = false;
  return points
    .map(({ x, y }) => {
      if (y === null) {
        drawing = false;
        return '';
      }
      const command = drawing ? 'L' : 'M';
      drawing = true;
      return `${command}${at(horizontal, x)} ${at(vertical, y)}`;
    })
    .filter((part) => part !== '')
    .join('');
}

function thinned(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points];
  const size = Math.ceil(points.length / (MOST_POINTS / 2));
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += size) {
    const part = points.slice(start, start + size);
    const seen = part.filter(({ y }) => y !== null);
    const lowest = seen.reduce<Point | undefined>(
      (a, b) => (a && Number(a.y) <= Number(b.y) ? a : b),
      undefined,
    );
    const highest = seen.reduce<Point | undefined>(
      (a, b) => (a && Number(a.y) >= Number(b.y) ? a : b),
      undefined,
    );
    const picked = part.filter((point) => point === lowest || point === highest);
    const gap = part.find(({ y }) => y === null);
    kept.push(...(gap ? [...picked, gap] : picked));
  }
  return kept;
}
