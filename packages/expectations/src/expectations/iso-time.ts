import type { Family } from '../table/column';

/**
 * A time as Great Expectations reports it: ISO 8601, with six decimals where the second is no whole one; of the family
 * `date` the day alone.
 * @param micros microseconds since 1970, UTC
 */
export function isoTime(micros: number, family: Family): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = Math.round(micros - seconds * 1_000_000);
  const text = new Date(seconds * 1000).toISOString().slice(0, -5);
  if (family === 'date') return text.slice(0, 10);
  const whole = fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
  return family === 'timestamptz' ? `${whole}+00:00` : whole;
}
