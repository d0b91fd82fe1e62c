export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A decimal digit of any script. */
const D = '\\p{Nd}';

/** Longer names first, so that none hides another. */
function oneOf(names: readonly string[]): string {
  return [...names].sort((left, right) => right.length - left.length).join('|');
}

function short(names: readonly string[]): string[] {
  return names.map((name) => name.slice(0, 3));
}

const WEEK = `5[0-3]|[0-4]${D}|${D}`;

/**
 * What each directive of `strptime` matches: the first alternative that fits is taken for good. Python's reference of
 * the directives: https://docs.python.org/3.11/library/datetime.html#strftime-and-strptime-format-codes
 */
export const DIRECTIVES: Readonly<Record<string, string>> = {
  a: oneOf(short(WEEKDAYS)),
  A: oneOf(WEEKDAYS),
  b: oneOf(short(MONTHS)),
  B: oneOf(MONTHS),
  d: `3[01]|[12]${D}|0[1-9]|[1-9]| [1-9]`,
  f: '[0-9]{1,6}',
  G: `${D}{4}`,
  H: `2[0-3]|[01]${D}|${D}`,
  I: '1[0-2]|0[1-9]|[1-9]',
  j: `36[0-6]|3[0-5]${D}|[12]${D}${D}|0[1-9]${D}|00[1-9]|[1-9]${D}|0[1-9]|[1-9]`,
  m: '1[0-2]|0[1-9]|[1-9]',
  M: `[0-5]${D}|${D}`,
  p: 'AM|PM',
  S: `6[01]|[0-5]${D}|${D}`,
  u: '[1-7]',
  U: WEEK,
  V: `5[0-3]|0[1-9]|[1-4]${D}|${D}`,
  w: '[0-6]',
  W: WEEK,
  y: `${D}{2}`,
  Y: `${D}{4}`,
  z: `[+-]${D}{2}:?[0-5]${D}(?::?[0-5]${D}(?:\\.${D}{1,6})?)?|Z`,
  Z: 'UTC|GMT',
};
