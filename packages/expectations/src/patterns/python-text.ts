/** How pandas 2 makes texts of values, each read from the engine's own text of it. */

/** `str` of a 64-bit float: the shortest digits, with an exponent below 1e-4 and from 1e16 on. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const { sign, digits, exponent } = decimalOf(value.toExponential(), value);
  return exponent < -4 || exponent >= 16
    ? sign + scientific(digits, exponent)
    : sign + positional(digits, exponent);
}

/** numpy's text of a 32-bit float: with an exponent below 1e-4 and from a million on. */
export function singleText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return floatText(value);
  let text = value.toExponential();
  for (let precision = 0; precision < 9; precision++) {
    text = value.toExponential(precision);
    if (Math.fround(Number(text)) === Math.fround(value)) break;
  }
  const { sign, digits, exponent } = decimalOf(text, value);
  const size = Math.abs(value);
  return size < 1e-4 || size >= 1e6
    ? sign + scientific(digits, exponent)
    : sign + positional(digits, exponent);
}

interface Decimal {
  sign: '' | '-';
  /** Significant digits, without zeros at the end. */
  digits: string;
  /** The power of ten of the first digit. */
  exponent: number;
}

function decimalOf(text: string, value: number): Decimal {
  const [mantissa = '', exponent = '0'] = text.split('e');
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  return {
    sign: value < 0 || Object.is(value, -0) ? '-' : '',
    digits: digits === '' ? '0' : digits,
    exponent: Number(exponent),
  };
}

function scientific(digits: string, exponent: number, point = ''): string {
  const rest = digits.slice(1);
  const sign = exponent < 0 ? '-' : '+';
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits.charAt(0)}${rest === '' ? point : `.${rest}`}e${sign}${power}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return `${whole}.${rest === '' ? '0' : rest}`;
}

/** SQLite's text of a float: at most fifteen digits. */
export function sqliteFloatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '' : value > 0 ? 'Inf' : '-Inf';
  const { sign, digits, exponent } = decimalOf(value.toExponential(14), value);
  return exponent < -4 || exponent >= 15
    ? sign + scientific(digits, exponent, '.0')
    : sign.replace('-', value === 0 ? '' : '-') + positional(digits, exponent);
}

/** `str` of a `Decimal` that was written out in full. */
export function decimalText(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const exponent = digits.length - 1 - fraction.length;
  if (exponent >= -6) return text;
  const rest = digits.slice(1);
  return `${sign}${digits.charAt(0)}${rest === '' ? '' : `.${rest}`}E${exponent}`;
}

/**
 * pandas' texts of times without a zone depend on all of them: dates alone where each is midnight, else as many
 * digits of the second (none, 3, 6 or 9) as any of them needs.
 * @param texts as `2024-01-31 10:30:00.5`
 */
export function timestampTexts(texts: readonly string[]): (text: string) => string {
  if (texts.every((text) => / 00:00:00$/.test(text))) return (text) => text.slice(0, -9);
  const needed = Math.max(...texts.map((text) => fractionOf(text).length));
  const digits = Math.ceil(needed / 3) * 3;
  if (digits === 0) return (text) => text;
  return (text) => {
    const fraction = fractionOf(text);
    return `${fraction === '' ? text : text.slice(0, -fraction.length - 1)}.${fraction.padEnd(digits, '0')}`;
  };
}

/** `str` of a time of day or a moment in UTC: six digits of the second, or none. */
export function momentText(text: string): string {
  const [, clock = text, fraction = '', zone = ''] =
    /^(.*?\d\d:\d\d:\d\d)(?:\.(\d+))?([+-].*)?$/.exec(text) ?? [];
  const digits = fraction === '' ? '' : `.${fraction.padEnd(6, '0')}`;
  return `${clock}${digits}${zone.length === 3 ? `${zone}:00` : zone}`;
}

/** Digits of the second, without zeros at the end. */
function fractionOf(text: string): string {
  return (/\.(\d+)$/.exec(text)?.[1] ?? '').replace(/0+$/, '');
}
