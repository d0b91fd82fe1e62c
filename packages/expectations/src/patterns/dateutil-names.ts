/** English words that python-dateutil knows, in small letters. */

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const UNITS = [
  ['h', 'hour', 'hours'],
  ['m', 'minute', 'minutes'],
  ['s', 'second', 'seconds'],
];
const JUMPS = new Set(
  [' ', '.', ',', ';', '-', '/', "'"].concat(
    ['at', 'on', 'and', 'ad', 'm', 't', 'of'],
    ['st', 'nd', 'rd', 'th'],
  ),
);
const UTC = new Set(['utc', 'gmt', 'z']);

export function isWeekday(word: string): boolean {
  const lower = word.toLowerCase();
  return WEEKDAYS.some((name) => name === lower || name.slice(0, 3) === lower);
}

/** 1 to 12. */
export function monthOf(word: string): number | undefined {
  const lower = word.toLowerCase();
  if (lower === 'sept') return 9;
  const place = MONTHS.findIndex((name) => name === lower || name.slice(0, 3) === lower);
  return place < 0 ? undefined : place + 1;
}

/** 0 for hours, 1 for minutes, 2 for seconds. */
export function unitOf(word: string | undefined): number | undefined {
  const lower = word?.toLowerCase() ?? '';
  const place = UNITS.findIndex((names) => names.includes(lower));
  return place < 0 ? undefined : place;
}

export function halfDayOf(word: string | undefined): 'am' | 'pm' | undefined {
  const lower = word?.toLowerCase();
  if (lower === 'am' || lower === 'a') return 'am';
  return lower === 'pm' || lower === 'p' ? 'pm' : undefined;
}

/** Whether a word says nothing by itself. */
export function isJump(word: string | undefined): boolean {
  return word !== undefined && JUMPS.has(word.toLowerCase());
}

export function isUtc(word: string): boolean {
  return UTC.has(word.toLowerCase());
}

/** Whether a word may name a time zone: up to five capital letters. */
export function isZoneName(word: string): boolean {
  return /^[A-Z]{0,5}$/.test(word) || word === 'z';
}
