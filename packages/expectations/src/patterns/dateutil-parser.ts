import { daysInMonth, isDate } from './calendar';
import { DateParts, integer, NoDate } from './dateutil-date';
import { halfDayOf, isJump, isUtc, isWeekday, isZoneName, monthOf, unitOf } from './dateutil-names';
import { dateutilTokens } from './dateutil-tokens';

/** The day of which parts that a text lacks are taken. */
export interface Today {
  year: number;
  month: number;
  day: number;
}

/** A date in full, with a year of four digits, and the time of day and the zone that stand with it. */
export interface WrittenTime {
  year: number;
  month: number;
  day: number;
  /** Seconds since midnight; undefined where only a date is written. */
  seconds?: number;
  /** Seconds that its zone is ahead of UTC. */
  offset?: number;
}

const DECIMAL = /^[0-9]+(\.[0-9]+)?$/;

/** Reads one text as `dateutil.parser.parse` does; what it cannot read it may throw as NoDate. */
export class DateutilParser {
  private readonly tokens: string[];
  private readonly date = new DateParts();
  private weekday = false;
  private hour: number | undefined;
  private minute: number | undefined;
  private second: number | undefined;
  private halfDay = false;
  private zone: string | undefined;
  private offset: number | undefined;

  constructor(
    text: string,
    private readonly today: Today,
  ) {
    this.tokens = dateutilTokens(text);
  }

  /** @returns undefined where the text is no date */
  parse(): { written?: WrittenTime } | undefined {
    const { today } = this;
    for (let place = 0; place < this.tokens.length; place++) place = this.read(place);
    const { year, month, day } = this.date.resolve();
    const parts = [year, month, day, this.hour, this.minute, this.second, this.zone, this.offset];
    if (!this.weekday && !this.halfDay && parts.every((part) => part === undefined)) return undefined;
    if ((this.hour ?? 0) > 23 || (this.minute ?? 0) > 59 || (this.second ?? 0) >= 60) return undefined;
    const inYear = year === undefined ? today.year : this.date.hasCentury ? year : this.fullYear(year);
    const inMonth = month ?? today.month;
    const last = daysInMonth(inYear, inMonth);
    const onDay = day ?? Math.min(today.day, last);
    if (!isDate(inYear, inMonth, onDay)) return undefined;
    const isFull = year !== undefined && this.date.hasCentury && month !== undefined && day !== undefined;
    return isFull && this.hasKnownZone() ? { written: { year, month, day, ...this.time() } } : {};
  }

  private hasKnownZone(): boolean {
    return this.zone === undefined || isUtc(this.zone);
  }

  private time(): { seconds?: number; offset?: number } {
    const { hour, minute, second, zone, offset = zone === undefined ? undefined : 0 } = this;
    if ([hour, minute, second].every((part) => part === undefined)) return {};
    const seconds = (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
    return offset === undefined ? { seconds } : { seconds, offset };
  }

  /** Two digits are a year within fifty of the current one. */
  private fullYear(year: number): number {
    const current = this.today.year;
    if (year >= 100) return year;
    const full = year + current - (current % 100);
    if (full >= current + 50) return full - 100;
    return full < current - 50 ? full + 100 : full;
  }

  /** Reads the token at a place, and those that belong to it. @returns the place of the last one */
  private read(place: number): number {
    const token = this.tokens[place] ?? '';
    if (DECIMAL.test(token)) return this.number(place, token);
    // These are numbers to Python, and none that a date has.
    if (/^(nan|inf|infinity)$/i.test(token)) throw new NoDate();
    if (isWeekday(token)) {
      this.weekday = true;
      return place;
    }
    const month = monthOf(token);
    if (month !== undefined) return this.month(place, month);
    const half = halfDayOf(token);
    if (half) {
      if (this.hour === undefined || this.hour > 12) throw new NoDate();
      this.hour = inHalf(this.hour, half);
      this.halfDay = true;
      return place;
    }
    if (this.mayBeZone(token, this.offset)) return this.zoneName(place, token);
    if (this.hour !== undefined && (token === '+' || token === '-')) return this.zoneOffset(place, token);
    if (!isJump(token)) throw new NoDate();
    return place;
  }

  /** `Jan-01-99`, `Jan-01`, `Jan of 01` and `Jan` alone. */
  private month(place: number, month: number): number {
    this.date.addNumber(month, 'month');
    const [separator, next, again, after] = this.tokens.slice(place + 1, place + 5);
    if (separator === '-' || separator === '/') {
      this.date.addDigits(next);
      if (again !== separator) return place + 2;
      this.date.addDigits(after);
      return place + 4;
    }
    if (separator === ' ' && again === ' ' && next?.toLowerCase() === 'of' && after !== undefined) {
      if (/^[0-9]+$/.test(after)) this.date.addDigits(String(this.fullYear(Number(after))), 'year');
      return place + 4;
    }
    return place;
  }

  private mayBeZone(token: string, offset: number | undefined): boolean {
    return this.hour !== undefined && this.zone === undefined && offset === undefined && isZoneName(token);
  }

  /** `GMT+3` means that its time plus three hours is GMT: the sign is turned for the offset that follows. */
  private zoneName(place: number, token: string): number {
    this.zone = token;
    const next = this.tokens[place + 1];
    if (next === '+' || next === '-') {
      this.tokens[place + 1] = next === '+' ? '-' : '+';
      if (isUtc(token)) this.zone = undefined;
    }
    return place;
  }

  /** `-0300`, `-03:00`, `-3`, and a name behind it in parentheses. */
  private zoneOffset(place: number, sign: string): number {
    const token = this.tokens[place + 1];
    if (token === undefined) throw new NoDate();
    let last = place;
    let seconds: number;
    if (token.length === 4) {
      seconds = integer(token.slice(0, 2)) * 3600 + integer(token.slice(2)) * 60;
    } else if (this.tokens[place + 2] === ':') {
      seconds = integer(token) * 3600 + integer(this.tokens[place + 3]) * 60;
      last += 2;
    } else if (token.length <= 2) {
      seconds = integer(token) * 3600;
    } else {
      throw new NoDate();
    }
    this.offset = sign === '+' ? seconds : -seconds;
    const [space, open, name, close] = this.tokens.slice(last + 2, last + 6);
    if (isJump(space) && open === '(' && close === ')' && name !== undefined && name.length >= 3) {
      if (this.mayBeZone(name, undefined)) {
        this.zone = name;
        last += 4;
      }
    }
    return last + 1;
  }

  private number(place: number, token: string): number {
    const value = Number(token);
    const { length } = token;
    const next = this.tokens[place + 1];
    const alone = next === undefined || (next !== ':' && unitOf(next) === undefined);
    if (this.date.length === 3 && (length === 2 || length === 4) && this.hour === undefined && alone) {
      this.hour = integer(token.slice(0, 2));
      if (length === 4) this.minute = integer(token.slice(2));
      return place;
    }
    if (length === 6 || (length > 6 && token.indexOf('.') === 6)) return this.six(place, token);
    if (length === 8 || length === 12 || length === 14) return this.eightAndMore(place, token);
    const unit = this.unitPlace(place);
    if (unit !== undefined) return this.withUnit(place, unit, token);
    if (next === ':' && this.tokens[place + 2] !== undefined) return this.clock(place, value);
    if (next === '-' || next === '/' || next === '.') return this.separated(place, token, next);
    if (next === undefined || isJump(next)) {
      const half = halfDayOf(this.tokens[place + 2]);
      if (half) {
        this.hour = inHalf(Math.trunc(value), half);
        return place + 2;
      }
      this.date.addNumber(value);
      return place + 1;
    }
    const half = halfDayOf(next);
    if (half && value < 24) {
      this.hour = inHalf(Math.trunc(value), half);
      return place + 1;
    }
    if (!this.date.couldBeDay(value)) throw new NoDate();
    this.date.addNumber(value);
    return place;
  }

  /** `YYMMDD`, or `HHMMSS` with a fraction or behind a date. */
  private six(place: number, token: string): number {
    if (this.date.length === 0 && !token.includes('.')) {
      this.date.addDigits(token.slice(0, 2));
      this.date.addDigits(token.slice(2, 4));
      this.date.addDigits(token.slice(4));
    } else {
      this.hour = integer(token.slice(0, 2));
      this.minute = integer(token.slice(2, 4));
      this.second = secondsOf(token.slice(4));
    }
    return place;
  }

  /** `YYYYMMDD`, `YYYYMMDDHHMM`, `YYYYMMDDHHMMSS`. */
  private eightAndMore(place: number, token: string): number {
    this.date.addDigits(token.slice(0, 4), 'year');
    this.date.addDigits(token.slice(4, 6));
    this.date.addDigits(token.slice(6, 8));
    if (token.length > 8) {
      this.hour = integer(token.slice(8, 10));
      this.minute = integer(token.slice(10, 12));
      if (token.length > 12) this.second = integer(token.slice(12));
    }
    return place;
  }

  /** Where the `h`, `m` or `s` stands that a number belongs to. */
  private unitPlace(place: number): number | undefined {
    const { tokens } = this;
    const isUnit = (at: number) => unitOf(tokens[at]) !== undefined;
    if (isUnit(place + 1)) return place + 1;
    if (tokens[place + 1] === ' ' && isUnit(place + 2)) return place + 2;
    if (isUnit(place - 1)) return place - 1;
    const last = place > 1 && place === tokens.length - 1;
    return last && tokens[place - 1] === ' ' && isUnit(place - 2) ? place - 2 : undefined;
  }

  /** `12h`, and in `12h04` the minutes behind it. */
  private withUnit(place: number, unitPlace: number, token: string): number {
    const own = unitOf(this.tokens[unitPlace]) ?? 0;
    const unit = unitPlace > place ? own : own + 1;
    const value = Number(token);
    if (unit === 0) {
      this.hour = Math.trunc(value);
      if (value % 1 !== 0) this.minute = Math.trunc(60 * (value % 1));
    } else if (unit === 1) {
      this.minutes(value);
    } else if (unit === 2) {
      this.second = secondsOf(token);
    }
    return Math.max(place, unitPlace);
  }

  private minutes(value: number): void {
    this.minute = Math.trunc(value);
    this.second = value % 1 === 0 ? undefined : Math.trunc(60 * (value % 1));
  }

  /** `HH:MM`, `HH:MM:SS.sss`. */
  private clock(place: number, hour: number): number {
    this.hour = Math.trunc(hour);
    const minutes = this.tokens[place + 2] ?? '';
    if (!DECIMAL.test(minutes)) throw new NoDate();
    this.minutes(Number(minutes));
    const seconds = this.tokens[place + 4];
    if (this.tokens[place + 3] !== ':' || seconds === undefined) return place + 2;
    this.second = secondsOf(seconds);
    return place + 4;
  }

  /** `01-01-01`, `01-Jan-01`, `01/2003`. */
  private separated(place: number, token: string, separator: string): number {
    this.date.addDigits(token);
    const second = this.tokens[place + 2];
    if (second === undefined || isJump(second)) return place + 1;
    this.addDigitsOrMonth(second);
    if (this.tokens[place + 3] !== separator) return place + 2;
    this.addDigitsOrMonth(this.tokens[place + 4]);
    return place + 4;
  }

  private addDigitsOrMonth(token: string | undefined): void {
    const month = token === undefined ? undefined : monthOf(token);
    if (month === undefined) this.date.addDigits(token);
    else this.date.addNumber(month, 'month');
  }
}

function inHalf(hour: number, half: 'am' | 'pm'): number {
  if (hour < 12 && half === 'pm') return hour + 12;
  return hour === 12 && half === 'am' ? 0 : hour;
}

/** Seconds of `59` or `59.123`, to the microsecond. @throws NoDate */
function secondsOf(token: string): number {
  const [whole, fraction, ...more] = token.split('.');
  if (more.length > 0 || (fraction !== undefined && !/^[0-9]*$/.test(fraction))) throw new NoDate();
  return integer(whole) + Number((fraction ?? '').slice(0, 6).padEnd(6, '0')) / 1e6;
}
