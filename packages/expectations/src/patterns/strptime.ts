import { firstOrdinal, isDate, isLeapYear, isOrdinal, weekdayOf } from './calendar';
import { integerOf } from './digits';
import { DIRECTIVES, WEEKDAYS, MONTHS } from './strptime-directives';

/** A format that nothing can be parsed by. */
export class FormatError extends Error {}

/** A format of `datetime.strptime`, in an English locale. */
export interface StrptimeFormat {
  /** Whether a text can be parsed. */
  parses(text: string): boolean;
}

/**
 * Reads a format of `strptime` as Python 3.11 does.
 * @throws FormatError for directives that there are not, that stand twice or that do not go together
 */
export function strptimeFormat(format: string): StrptimeFormat {
  const used = new Set<string>();
  const source = patternOf(format, used);
  assertTogether(used);
  const regex = new RegExp(`^(?:${source})`, 'iu');
  return {
    parses: (text) => {
      const found = regex.exec(text);
      // What the format does not use up is refused, also where another reading would have used it.
      return found !== null && found[0].length === text.length && isValid(found.groups ?? {}, used);
    },
  };
}

function patternOf(format: string, used: Set<string>): string {
  let source = '';
  const parts = format.match(/%.?|\s+|[^%\s]+/gsu) ?? [];
  for (const part of parts) {
    if (part.startsWith('%')) source += directive(part, format, used);
    else source += /^\s/.test(part) ? WHITE_SPACE : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  return source;
}

const WHITE_SPACE =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';

/** Directives that stand for several others. */
const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

function directive(part: string, format: string, used: Set<string>): string {
  const letter = part.slice(1);
  if (letter === '') throw new FormatError(`stray % at the end of ${JSON.stringify(format)}`);
  if (letter === '%') return '%';
  const composed = COMPOSED[letter];
  if (composed !== undefined) return patternOf(composed, used);
  const pattern = DIRECTIVES[letter];
  if (pattern === undefined) {
    throw new FormatError(`${part} is no directive that can be parsed by, in ${JSON.stringify(format)}`);
  }
  if (used.has(letter)) throw new FormatError(`${part} stands twice in ${JSON.stringify(format)}`);
  used.add(letter);
  return `(?<${letter}>${pattern})`;
}

function hasWeekday(used: ReadonlySet<string>): boolean {
  return ['A', 'a', 'w', 'u'].some((letter) => used.has(letter));
}

function assertTogether(used: ReadonlySet<string>): void {
  const year = used.has('y') || used.has('Y');
  if (used.has('G') && !year) {
    if (!used.has('V') || !hasWeekday(used)) {
      throw new FormatError('%G needs %V and a directive of the weekday (%A, %a, %w or %u)');
    }
    if (used.has('j')) throw new FormatError('%j does not go with %G: use %Y');
    return;
  }
  if (used.has('V') && !used.has('U') && !used.has('W')) {
    throw new FormatError(
      hasWeekday(used)
        ? '%V does not go with %Y: use %G'
        : '%V needs %G and a directive of the weekday (%A, %a, %w or %u)',
    );
  }
}

type Found = Readonly<Record<string, string | undefined>>;

/** Whether the parts found make a date, a time and an offset. */
function isValid(found: Found, used: ReadonlySet<string>): boolean {
  const number = (letter: string) => integerOf(found[letter] ?? '');
  let year: number | undefined;
  let month = 1;
  let day = 1;
  let weekday: number | undefined;
  let dayOfYear: number | undefined;
  let week: { number: number; startsOn: 'Sunday' | 'Monday' } | undefined;
  for (const letter of used) {
    switch (letter) {
      case 'y':
        year = number('y') + (number('y') <= 68 ? 2000 : 1900);
        break;
      case 'Y':
        year = number('Y');
        break;
      case 'm':
        month = number('m');
        break;
      case 'B':
      case 'b':
        month = placeOf(MONTHS, found[letter]) + 1;
        break;
      case 'd':
        day = integerOf((found['d'] ?? '').trim());
        break;
      case 'S':
        if (number('S') > 59) return false;
        break;
      case 'A':
      case 'a':
        weekday = placeOf(WEEKDAYS, found[letter]);
        break;
      case 'w':
        weekday = (number('w') + 6) % 7;
        break;
      case 'u':
        weekday = number('u') - 1;
        break;
      case 'j':
        dayOfYear = number('j');
        break;
      case 'U':
      case 'W':
        week = { number: number(letter), startsOn: letter === 'U' ? 'Sunday' : 'Monday' };
        break;
      case 'z':
        if (!isOffset(found['z'] ?? '')) return false;
        break;
    }
  }
  if (dayOfYear === undefined && weekday !== undefined && !week && used.has('G') && used.has('V')) {
    return isIsoWeek(number('G'), number('V'), weekday);
  }
  // Without a year it is 1900, which has no 29 February.
  year ??= 1900;
  if (year < 1) return false;
  if (dayOfYear === undefined && weekday !== undefined && week) {
    dayOfYear = dayOfWeek(year, week, weekday);
    if (dayOfYear <= 0) {
      year -= 1;
      if (year < 1) return false;
      dayOfYear += isLeapYear(year) ? 366 : 365;
    }
  }
  return dayOfYear === undefined ? isDate(year, month, day) : isOrdinal(firstOrdinal(year) + dayOfYear - 1);
}

/** Names are told apart by their first three letters. */
function placeOf(names: readonly string[], found: string | undefined): number {
  const start = (found ?? '').slice(0, 3).toLowerCase();
  return names.findIndex((name) => name.slice(0, 3).toLowerCase() === start);
}

/** `+0130`, `-01:30`, `+01:30:15.5`: below a day, with colons everywhere or nowhere. */
function isOffset(text: string): boolean {
  if (/^z$/i.test(text)) return text === 'Z';
  const colons = [...text].filter((character) => character === ':').length;
  const [digits = ''] = text.slice(1).replaceAll(':', '').split('.');
  if (colons > 0 && colons !== [...digits].length / 2 - 1) return false;
  return integerOf([...digits].slice(0, 2).join('')) < 24;
}

/** The number in the year of a weekday of a week, as `%U` and `%W` count weeks; 0 and below for the year before. */
function dayOfWeek(
  year: number,
  { number, startsOn }: { number: number; startsOn: 'Sunday' | 'Monday' },
  weekday: number,
): number {
  const shift = startsOn === 'Sunday' ? 1 : 0;
  const first = (weekdayOf(firstOrdinal(year)) + shift) % 7;
  const day = (weekday + shift) % 7;
  if (number === 0) return 1 + day - first;
  return 1 + ((7 - first) % 7) + 7 * (number - 1) + day;
}

/** Whether the calendar has a day of a week as ISO 8601 counts weeks. */
function isIsoWeek(year: number, week: number, weekday: number): boolean {
  if (year < 1) return false;
  const fourth = weekdayOf(firstOrdinal(year) + 3) + 1;
  const day = week * 7 + weekday + 1 - (fourth + 3);
  if (day < 1 && year === 1) return false;
  return isOrdinal(firstOrdinal(year) + day - 1);
}
