import { bytesFigure, figure, figureBeside } from './figures';

it.each([
  [0.91, '0.91'],
  [0.96 - 0.91, '0.05'],
  [2 / 3, '0.666667'],
  [1234567, '1234570'],
  [0, '0'],
  [1e-9, '1e-9'],
])('figure(%d) is %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

it.each([
  [0.5, 0.02, '0.5'],
  [0.02, 0.02, '0.02'],
  [0.020000000000000018, 0.02, '0.02'],
  [0.0200000001, 0.02, '0.0200000001'],
  [0.0199999999, 0.02, '0.0199999999'],
])('figureBeside(%d, %d) is %s', (value, limit, text) => {
  expect(figureBeside(value, limit)).toBe(text);
});

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [3.1 * 2 ** 20, '3.1 MiB'],
  [2 ** 30, '1 GiB'],
])('bytesFigure(%d) is %s', (value, text) => {
  expect(bytesFigure(value)).toBe(text);
});
