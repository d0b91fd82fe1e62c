import { readBound, type Bound } from './bounds';

/** A moment as a text names it. */
export type TimeBound = Exclude<Bound, { kind: 'number' }>;

const NAMED_MONTH = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;

const SLASHES = /^\s*\d{1,2}\/\d{1,2}\/\d{4}\b/;
const ZONE = /[+-]\d{2}:?\d{2}$|z$|\b(gmt|utc)\b/i;

/** A date or time in ISO 8601, with the English name of a month (`Jan 31 2024`) or with the month first (`1/31/2024`). */
export function readTime(text: string): TimeBound | undefined {
  const bound = readBound(text);
  if (bound) return bound.kind === 'number' ? undefined : bound;
  const named = NAMED_MONTH.test(text) && /\d{4}/.test(text);
  if (!(named || SLASHES.test(text)) || ZONE.test(text)) return undefined;
  const epoch = Date.parse(`${text} UTC`);
  if (Number.isNaN(epoch)) return undefined;
  const iso = new Date(epoch).toISOString();
  return /:/.test(text)
    ? { kind: 'timestamp', text: iso.slice(0, -1).replace('T', ' '), epoch }
    : { kind: 'date', text: iso.slice(0, 10), epoch };
}
