import { daysInMonth } from './calendar';

/** Why a text is no date; caught where the text is parsed. */
export class NoDate extends Error {}

/** An integer of digits. @throws NoDate */
export function integer(token: string | undefined): number {
  if (token === undefined || !/^[0-9]+$/.test(token)) throw new NoDate();
  return Number(token);
}

type Part = 'year' | 'month' | 'day';

/** The year, month and day of a text as far as they have been read, in its order. */
export class DateParts {
  private readonly values: number[] = [];
  private readonly places: Partial<Record<Part, number>> = {};
  private century = false;

  get length(): number {
    return this.values.length;
  }

  /** Whether a year was written in full. */
  get hasCentury(): boolean {
    return this.century;
  }

  /** Whether a number may be the day of what has been read. */
  couldBeDay(value: number): boolean {
    const { year, month, day } = this.places;
    if (day !== undefined) return false;
    const of = month === undefined ? undefined : this.values[month];
    if (of === undefined) return value >= 1 && value <= 31;
    // Any year is a leap year as long as none is known; Python's calendar has one for years outside of it too.
    const known = year === undefined ? 2000 : (this.values[year] ?? 2000);
    return value >= 1 && value <= daysInMonth(known >= 1 && known <= 9999 ? known : 2000 + (known % 400), of);
  }

  /** Digits of three places and more are a year. @throws NoDate where the part is there already */
  addDigits(token: string | undefined, part?: Part): void {
    const value = integer(token);
    this.add(value, (token ?? '').length > 2 ? this.inFull(part) : part);
  }

  /** Numbers above 100 are a year. @throws NoDate where the part is there already */
  addNumber(value: number, part?: Part): void {
    this.add(Math.trunc(value), value > 100 ? this.inFull(part) : part);
  }

  private inFull(part: Part | undefined): Part {
    if (part !== undefined && part !== 'year') throw new NoDate();
    this.century = true;
    return 'year';
  }

  private add(value: number, part: Part | undefined): void {
    this.values.push(value);
    if (!part) return;
    if (this.places[part] !== undefined) throw new NoDate();
    this.places[part] = this.values.length - 1;
  }

  /** Which number is what; the month comes first where nothing tells. @throws NoDate for more than three */
  resolve(): Partial<Record<Part, number>> {
    const { values } = this;
    const { year, month, day } = this.places;
    const known = [year, month, day].filter((place) => place !== undefined).length;
    if ((known > 0 && known === values.length) || (known === 2 && values.length === 3)) return this.known();
    const [first = 0, second = 0, third = 0] = values;
    switch (values.length) {
      case 0:
        return {};
      case 1:
        return month === undefined ? yearOrDay(first) : { month: first };
      case 2:
        if (month !== undefined) {
          return { month: values[month] ?? 0, ...yearOrDay(month === 0 ? second : first) };
        }
        if (first > 31) return { year: first, month: second };
        return second > 31 ? { month: first, year: second } : { month: first, day: second };
      case 3:
        return three([first, second, third], { month, yearFirst: year === 0 });
      default:
        throw new NoDate();
    }
  }

  private known(): Partial<Record<Part, number>> {
    const places = { ...this.places };
    const parts: readonly Part[] = ['year', 'month', 'day'];
    if (this.values.length === 3) {
      const taken = Object.values(places);
      const missing = parts.find((part) => places[part] === undefined);
      const place = [0, 1, 2].find((each) => !taken.includes(each));
      if (missing && place !== undefined) places[missing] = place;
    }
    const found: Partial<Record<Part, number>> = {};
    for (const part of parts) {
      const place = places[part];
      const value = place === undefined ? undefined : this.values[place];
      if (value !== undefined) found[part] = value;
    }
    return found;
  }
}

function yearOrDay(value: number): { year: number } | { day: number } {
  return value > 31 ? { year: value } : { day: value };
}

function three(
  [a, b, c]: readonly [number, number, number],
  { month, yearFirst }: { month: number | undefined; yearFirst: boolean },
): Record<Part, number> {
  switch (month) {
    case 0:
      return b > 31 ? { month: a, year: b, day: c } : { month: a, day: b, year: c };
    case 1:
      return a > 31 ? { year: a, month: b, day: c } : { day: a, month: b, year: c };
    case 2:
      return b > 31 ? { day: a, year: b, month: c } : { year: a, day: b, month: c };
    default:
      if (a > 31 || yearFirst) return { year: a, month: b, day: c };
      return a > 12 ? { day: a, month: b, year: c } : { month: a, day: b, year: c };
  }
}
