const DECIMAL = /^\p{Nd}$/u;

/** The number that decimal digits of any script stand for, as Python's `int` reads them. */
export function integerOf(digits: string): number {
  return [...digits].reduce((value, digit) => value * 10 + digitOf(digit), 0);
}

/** Digits of a script stand in tens, one behind the other. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return code - 0x30;
  let first = code;
  while (DECIMAL.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** A text with the decimal digits of all scripts as ASCII. */
export function withAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
}
