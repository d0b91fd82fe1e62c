import { pairedRatio, summarize } from './timing.mjs';

/**
 * One line of a bench's result.
 * @typedef {object} Row
 * @property {string} name
 * @property {number} value ours
 * @property {string} unit
 * @property {string} peer what we are compared with; "" where with nothing
 * @property {number | null} peerValue
 * @property {number | null} ratio ours divided by the peer's
 * @property {number | null} reach the highest ratio that is good enough; null where the row is only shown
 * @property {boolean} ok
 * @property {Spread} [spread] of a timed row
 * @property {import('./sabotage/findings.mjs').Cell} [findings] of a sabotage
 *
 * @typedef {object} Spread seconds; medians are `value` and `peerValue`
 * @property {number} runs
 * @property {number} min
 * @property {number} max
 * @property {number} cpu median of user and system time
 * @property {number} peerMin
 * @property {number} peerMax
 * @property {number} peerCpu
 *
 * @typedef {import('./timing.mjs').Sample} Sample
 */

/**
 * A row of two subjects timed in turn. The ratio is the median of the rounds' ratios.
 * @param {{ name: string, ours: Sample[], peer: string, theirs: Sample[], reach: number | null }} comparison
 * @returns {Row}
 */
export function timedRow({ name, ours, peer, theirs, reach }) {
  const own = summarize(ours);
  const other = summarize(theirs);
  const ratio = pairedRatio(ours, theirs);
  return {
    name,
    value: own.wall,
    unit: 's',
    peer,
    peerValue: other.wall,
    ratio,
    reach,
    ok: reach === null || ratio <= reach,
    spread: {
      runs: ours.length,
      min: own.min,
      max: own.max,
      cpu: own.cpu,
      peerMin: other.min,
      peerMax: other.max,
      peerCpu: other.cpu,
    },
  };
}

/**
 * A row of one subject, where there is nothing to compare it with.
 * @param {{ name: string, ours: Sample[] }} timing
 * @returns {Row}
 */
export function shownRow({ name, ours }) {
  const { wall } = summarize(ours);
  return { name, value: wall, unit: 's', peer: '', peerValue: null, ratio: null, reach: null, ok: true };
}

/**
 * A row of the most memory that a process took, against a limit or another's.
 * @param {{ name: string, ours: Sample[], peer: string, theirs: Sample[] | number, reach: number | null }} comparison a number is a
 *   limit in MB
 * @returns {Row}
 */
export function memoryRow({ name, ours, peer, theirs, reach }) {
  const value = megabytes(ours);
  const peerValue = typeof theirs === 'number' ? theirs : megabytes(theirs);
  const ratio = value / peerValue;
  return { name, value, unit: 'MB', peer, peerValue, ratio, reach, ok: reach === null || ratio <= reach };
}

/**
 * A row of the most memory that a process took, where there is nothing to compare it with.
 * @param {{ name: string, ours: Sample[] }} measured
 * @returns {Row}
 */
export function shownMemoryRow({ name, ours }) {
  const value = megabytes(ours);
  return { name, value, unit: 'MB', peer: '', peerValue: null, ratio: null, reach: null, ok: true };
}

/** @param {Sample[]} samples */
function megabytes(samples) {
  return summarize(samples).peak / 1e6;
}

/**
 * A row of a time against a limit in seconds.
 * @param {{ name: string, ours: Sample[], limit: number }} comparison
 * @returns {Row}
 */
export function limitRow({ name, ours, limit }) {
  const { wall } = summarize(ours);
  const ratio = wall / limit;
  return { name, value: wall, unit: 's', peer: 'limit', peerValue: limit, ratio, reach: 1, ok: ratio <= 1 };
}

/**
 * A row that holds only where both counts are equal: what makes a comparison fair.
 * @param {{ name: string, value: number, peer: string, peerValue: number }} counts
 * @returns {Row}
 */
export function equalRow({ name, value, peer, peerValue }) {
  return {
    name,
    value,
    unit: '',
    peer,
    peerValue,
    ratio: value / peerValue,
    reach: 1,
    ok: value === peerValue,
  };
}

/**
 * @param {Row[]} rows
 * @returns {string}
 */
export function renderTable(rows) {
  const header = ['', 'ours', '(min-max)', 'cpu', 'peer', 'theirs', '(min-max)', 'cpu', 'ratio', 'reach', ''];
  const lines = [header, ...rows.map(cells)];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {Row} row */
function cells({ name, value, unit, peer, peerValue, ratio, reach, ok, spread }) {
  return [
    name,
    quantity(value, unit),
    spread ? `${number(spread.min)}-${number(spread.max)}` : '',
    spread ? number(spread.cpu) : '',
    peer,
    peerValue === null ? '' : quantity(peerValue, unit),
    spread ? `${number(spread.peerMin)}-${number(spread.peerMax)}` : '',
    spread ? number(spread.peerCpu) : '',
    ratio === null ? '' : ratio.toFixed(3),
    reach === null ? '' : String(reach),
    reach === null ? '' : ok ? 'ok' : 'MISSED',
  ];
}

/**
 * @param {string} cell
 * @param {number} width
 * @param {number} column names stand left, numbers right
 */
function pad(cell, width, column) {
  return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
}

/**
 * @param {number} value
 * @param {string} unit
 */
function quantity(value, unit) {
  return unit === '' ? String(value) : `${number(value)} ${unit}`;
}

/** @param {number} value */
function number(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(3);
}
