import { readBound } from '../expectations/bounds';
import { ExpectationError } from '../expectations/expectation-error';
import type { Json } from '../json';
import { shown } from '../wording';

/** A number, a point in time, or a span of it; times in microseconds, points since 1970. */
export type Operand = number | Moment | Duration;

export interface Moment {
  kind: 'moment';
  micros: bigint;
  /** Whether it is a time of UTC, and not of no zone at all. */
  zoned: boolean;
}

export interface Duration {
  kind: 'duration';
  micros: bigint;
}

const MICROS_PER_MS = 1000n;

/** The value of a parameter as far as it can be reckoned with. @throws ExpectationError */
export function operandOf(value: Json, name: string): Operand {
  if (typeof value === 'number') return value;
  const bound = typeof value === 'string' ? readBound(value) : undefined;
  if (bound?.kind === 'number') return bound.value;
  if (bound) {
    const fraction = /\.(\d+)/.exec(bound.text)?.[1] ?? '';
    const below = BigInt(fraction.padEnd(6, '0').slice(3, 6));
    const micros = BigInt(Math.floor(bound.epoch)) * MICROS_PER_MS + below;
    return { kind: 'moment', micros, zoned: bound.kind === 'timestamptz' };
  }
  throw new ExpectationError(
    `the parameter ${shown(name)} is ${shown(value)}, which is no number and no time: it can stand alone only`,
  );
}

/** @throws ExpectationError for a span of time, and for what is no finite number */
export function asJson(value: Operand): Json {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new ExpectationError('the result is no finite number');
  }
  if (value.kind === 'duration')
    throw new ExpectationError(
      'the result is a span of time: add it to a time, as in now() - timedelta(weeks=1)',
    );
  return isoText(value);
}

function isoText({ micros, zoned }: Moment): string {
  const below = ((micros % MICROS_PER_MS) + MICROS_PER_MS) % MICROS_PER_MS;
  const date = new Date(Number((micros - below) / MICROS_PER_MS));
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999)
    throw new ExpectationError('the result is a time before year 1 or after year 9999');
  const text = date.toISOString();
  const fraction = `${text.slice(20, 23)}${String(below).padStart(3, '0')}`;
  return `${text.slice(0, 19)}${fraction === '000000' ? '' : `.${fraction}`}${zoned ? '+00:00' : ''}`;
}

export function negative(value: Operand): Operand {
  if (typeof value === 'number') return -value;
  if (value.kind === 'duration') return { kind: 'duration', micros: -value.micros };
  throw new ExpectationError('a time has no sign');
}

/** @throws ExpectationError where the two cannot be combined */
export function calculate(left: Operand, sign: string, right: Operand): Operand {
  if (typeof left === 'number' && typeof right === 'number') return reckoned(left, sign, right);
  if (typeof left !== 'number' && typeof right !== 'number') {
    const timed = timesCombined(left, sign, right);
    if (timed) return timed;
  }
  if (sign === '*' && typeof left === 'number' && typeof right !== 'number' && right.kind === 'duration')
    return scaled(right, left);
  if (typeof left !== 'number' && left.kind === 'duration' && typeof right === 'number') {
    if (sign === '*') return scaled(left, right);
    if (sign === '/') return scaled(left, 1 / right);
  }
  throw new ExpectationError(`${nameOf(left)} ${sign} ${nameOf(right)} is not possible`);
}

function reckoned(left: number, sign: string, right: number): number {
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new ExpectationError('a division by zero');
      return left / right;
    default:
      return left ** right;
  }
}

function timesCombined(left: Moment | Duration, sign: string, right: Moment | Duration): Operand | undefined {
  const micros = sign === '+' ? left.micros + right.micros : left.micros - right.micros;
  if (sign !== '+' && sign !== '-') return undefined;
  if (left.kind === 'duration')
    return right.kind === 'duration'
      ? { kind: 'duration', micros }
      : sign === '+'
        ? { ...right, micros }
        : undefined;
  if (right.kind === 'duration') return { ...left, micros };
  if (sign === '+') return undefined;
  if (left.zoned !== right.zoned)
    throw new ExpectationError('a time with a zone and one without cannot be subtracted');
  return { kind: 'duration', micros };
}

function scaled({ micros }: Duration, factor: number): Duration {
  if (Number.isInteger(factor)) return { kind: 'duration', micros: micros * BigInt(factor) };
  const product = Math.round(Number(micros) * factor);
  if (!Number.isFinite(product)) throw new ExpectationError('a division by zero');
  return { kind: 'duration', micros: BigInt(product) };
}

function nameOf(value: Operand): string {
  return typeof value === 'number' ? 'number' : value.kind === 'moment' ? 'time' : 'span of time';
}
