import { readDateutil } from '../patterns/dateutil';
import { readBound, type Bound } from './bounds';
import { isoTime } from './iso-time';

/** A moment as a text names it. */
export type TimeBound = Exclude<Bound, { kind: 'number' }>;

/**
 * A date, or a date with a time, in ISO 8601 or as `dateutil` reads it: `Jan 31 2024`, `1/31/2024`, `20240131T103000`; the
 * date has to be written in full.
 */
export function readTime(text: string): TimeBound | undefined {
  const bound = readBound(text);
  if (bound && bound.kind !== 'number') return bound;
  const time = readDateutil(text);
  if (!time) return undefined;
  const { year, month, day, seconds, offset } = time;
  // Unlike `Date.UTC`, this takes the years below 100 as they are.
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  if (seconds === undefined) return { kind: 'date', text: isoTime(midnight * 1000, 'date'), epoch: midnight };
  const epoch = midnight + Math.round((seconds - (offset ?? 0)) * 1e6) / 1000;
  const kind = offset === undefined ? 'timestamp' : 'timestamptz';
  return { kind, text: isoTime(Math.round(epoch * 1000), kind).replace('T', ' '), epoch };
}
