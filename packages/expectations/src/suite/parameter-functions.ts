import { ExpectationError } from '../expectations/expectation-error';
import type { Duration, Moment, Operand } from './parameter-operand';

export interface Arguments {
  places: Operand[];
  names: Map<string, Operand>;
}

/** What Python takes for zero in `sgn`. */
const EPSILON = 1e-12;

const OF_NUMBER: Record<string, (x: number) => number> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  exp: Math.exp,
  abs: Math.abs,
  trunc: Math.trunc,
  sgn: (x) => (x < -EPSILON ? -1 : x > EPSILON ? 1 : 0),
};
const DATETIME = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

/** Arguments of `timedelta` in Python's order, in microseconds. */
const TIMEDELTA: Record<string, number> = {
  days: 86_400_000_000,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 604_800_000_000,
};

export function isFunction(name: string): boolean {
  return name in OF_NUMBER || ['round', 'now', 'datetime', 'timedelta'].includes(name);
}

/** @throws ExpectationError for arguments that the function does not take */
export function callFunction(name: string, given: Arguments, now: Date): Operand {
  if (name === 'now') {
    numbersOf(name, given, []);
    return { kind: 'moment', micros: BigInt(now.getTime()) * 1000n, zoned: false };
  }
  if (name === 'datetime') return datetime(numbersOf(name, given, DATETIME));
  if (name === 'timedelta') return timedelta(numbersOf(name, given, Object.keys(TIMEDELTA)));
  if (name === 'round') {
    const numbers = numbersOf(name, given, ['number', 'ndigits']);
    return rounded(required(name, 'number', numbers), numbers.get('ndigits') ?? 0);
  }
  const of = OF_NUMBER[name];
  if (!of) throw new Error(`no function ${name}`);
  return of(required(name, 'x', numbersOf(name, given, ['x'])));
}

/** Half to even, as in Python. */
function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  const scaled = value * scale;
  const floor = Math.floor(scaled);
  const tie = scaled - floor === 0.5;
  return (tie ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled)) / scale;
}

function datetime(numbers: ReadonlyMap<string, number>): Moment {
  const part = (key: string) => numbers.get(key) ?? 0;
  const [year, month, day] = ['year', 'month', 'day'].map((key) => required('datetime', key, numbers));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day);
  date.setUTCHours(part('hour'), part('minute'), part('second'));
  // A part out of its range would have moved the others.
  const asGiven =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === part('hour') &&
    date.getUTCMinutes() === part('minute') &&
    date.getUTCSeconds() === part('second');
  if (!asGiven)
    throw new ExpectationError(`datetime(${[...numbers.values()].join(', ')}): there is no such time`);
  return {
    kind: 'moment',
    micros: BigInt(date.getTime()) * 1000n + BigInt(Math.trunc(part('microsecond'))),
    zoned: false,
  };
}

function timedelta(numbers: ReadonlyMap<string, number>): Duration {
  let micros = 0n;
  for (const [key, value] of numbers) {
    const unit = TIMEDELTA[key] ?? 0;
    micros += Number.isInteger(value) ? BigInt(value) * BigInt(unit) : BigInt(Math.round(value * unit));
  }
  return { kind: 'duration', micros };
}

function required(name: string, key: string, numbers: ReadonlyMap<string, number>): number {
  const value = numbers.get(key);
  if (value === undefined) throw new ExpectationError(`${name}() needs ${key === 'x' ? 'a number' : key}`);
  return value;
}

/** Arguments by their names, those given by their places too. */
function numbersOf(name: string, { places, names }: Arguments, keys: readonly string[]): Map<string, number> {
  if (places.length > keys.length)
    throw new ExpectationError(`${name}() takes at most ${keys.length} arguments, got ${places.length}`);
  const numbers = new Map<string, number>();
  const set = (key: string, value: Operand): void => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new ExpectationError(`${name}() takes numbers`);
    numbers.set(key, value);
  };
  places.forEach((value, index) => set(keys[index] ?? '', value));
  for (const [key, value] of names) {
    if (!keys.includes(key))
      throw new ExpectationError(`${name}() does not take ${key}; it takes ${keys.join(', ') || 'nothing'}`);
    set(key, value);
  }
  return numbers;
}
