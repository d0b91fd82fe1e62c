import { isEqual } from './tolerance';

/** A number for people: six significant digits, without trailing zeros. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** As `figure`, with as many more digits as it takes to read differently from `limit` where it is not equal to it. */
export function figureBeside(value: number, limit: number): string {
  if (isEqual(value, limit)) return figure(limit);
  for (let digits = 6; digits < 17; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (text !== figure(limit)) return text;
  }
  return String(value);
}

const BYTE_UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `512 bytes`, `3.1 MiB`; units are powers of 1024. */
export function bytesFigure(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${String(Number(value.toPrecision(4)))} ${BYTE_UNITS[unit]}`;
}
