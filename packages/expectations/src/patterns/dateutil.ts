import { NoDate } from './dateutil-date';
import { DateutilParser, type Today, type WrittenTime } from './dateutil-parser';

export type { Today, WrittenTime };

/**
 * Whether `dateutil.parser.parse` takes a text for a date or a time. What a text lacks it takes from the current day: `31`
 * is a date only in a month that has so many days.
 */
export function isDateutilParseable(text: string, today: Today): boolean {
  return parsed(text, today) !== undefined;
}

/** What `dateutil.parser.parse` reads in a text, where nothing has to be taken from the current day. */
export function readDateutil(text: string): WrittenTime | undefined {
  // Whichever day it is, nothing of it is used.
  return parsed(text, { year: 2000, month: 1, day: 1 })?.written;
}

function parsed(text: string, today: Today): { written?: WrittenTime } | undefined {
  try {
    return new DateutilParser(text, today).parse();
  } catch (error) {
    if (error instanceof NoDate) return undefined;
    throw error;
  }
}
