/** The proleptic Gregorian calendar of Python's `datetime`: years 1 to 9999. */

export const FIRST_YEAR = 1;
export const LAST_YEAR = 9999;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Of a month from 1 to 12; 0 for other months. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0);
}

export function isDate(year: number, month: number, day: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR && day >= 1 && day <= daysInMonth(year, month);
}

/** The number of 1 January of a year, where the first day of year 1 is 1. */
export function firstOrdinal(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) + 1;
}

/** Whether a day of this number is within the calendar. */
export function isOrdinal(ordinal: number): boolean {
  return ordinal >= 1 && ordinal < firstOrdinal(LAST_YEAR + 1);
}

/** From Monday, 0, to Sunday, 6. */
export function weekdayOf(ordinal: number): number {
  return (ordinal + 6) % 7;
}
