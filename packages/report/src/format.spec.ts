import { formatBytes, formatNumber, formatSeconds } from './index';

describe('formats', () => {
  it.each([
    [0, '0'],
    [-3, '-3'],
    [0.951, '0.951'],
    [0.98000001, '0.98'],
    [0.9999996, '1'],
    [0.0000123456, '1.235e-5'],
    [123456.789, '123457'],
    [1e300, '1.000e+300'],
    [null, 'not a number'],
  ])('formatNumber(%p) is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([
    [0, '0 ms'],
    [0.0015, '1.5 ms'],
    [0.0999, '100 ms'],
    [0.35, '350 ms'],
    [0.9996, '1.0 s'],
    [12.44, '12.4 s'],
    [59.96, '1 min 0 s'],
    [125, '2 min 5 s'],
    [3599.6, '1 h 0 min'],
    [3780, '1 h 3 min'],
  ])('formatSeconds(%p) is %s', (value, text) => expect(formatSeconds(value)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1048575, '1.0 MiB'],
    [3250585, '3.1 MiB'],
    [5e15, '4547.5 TiB'],
  ])('formatBytes(%p) is %s', (value, text) => expect(formatBytes(value)).toBe(text));
});
