import {
  decimalText,
  floatText,
  momentText,
  singleText,
  sqliteFloatText,
  timestampTexts,
} from './python-text';

describe('texts as Python and pandas make them', () => {
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [1e-5, '1e-05'],
    [0.0001, '0.0001'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.2345678901234568e17, '1.2345678901234568e+17'],
    [5e-324, '5e-324'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
  ])('floatText(%d) is %s', (value, text) => {
    expect(floatText(value)).toBe(text);
  });

  it.each([
    [Math.fround(0.1), '0.1'],
    [1e6, '1e+06'],
    [999999.9, '999999.9'],
    [16777216, '1.6777216e+07'],
    [Math.fround(1e-4), '1e-04'],
    [Math.fround(0.00012), '0.00012'],
    [0, '0.0'],
  ])('singleText(%d) is %s', (value, text) => {
    expect(singleText(value)).toBe(text);
  });

  it.each([
    [1, '1.0'],
    [1e-5, '1.0e-05'],
    [1e20, '1.0e+20'],
    [0.1 + 0.2, '0.3'],
    [-2.5, '-2.5'],
  ])('sqliteFloatText(%d) is %s', (value, text) => {
    expect(sqliteFloatText(value)).toBe(text);
  });

  it.each([
    ['1.50', '1.50'],
    ['0.00', '0.00'],
    ['0.00000001', '1E-8'],
    ['-0.00000012', '-1.2E-7'],
    ['0.0000000', '0E-7'],
    ['0.000001', '0.000001'],
  ])('decimalText(%s) is %s', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it.each([
    [
      ['2024-01-01 00:00:00', '2024-02-01 00:00:00'],
      ['2024-01-01', '2024-02-01'],
    ],
    [
      ['2024-01-01 00:00:00', '2024-02-01 10:00:00'],
      ['2024-01-01 00:00:00', '2024-02-01 10:00:00'],
    ],
    [
      ['2024-01-01 00:00:00', '2024-02-01 10:00:00.5'],
      ['2024-01-01 00:00:00.000', '2024-02-01 10:00:00.500'],
    ],
    [['2024-02-01 10:00:00.0005'], ['2024-02-01 10:00:00.000500']],
    [[], []],
  ])('timestampTexts(%j) are %j', (values, texts) => {
    expect(values.map(timestampTexts(values))).toEqual(texts);
  });

  it.each([
    ['2024-01-01 00:00:00+00', '2024-01-01 00:00:00+00:00'],
    ['2024-01-01 00:00:00.5+00', '2024-01-01 00:00:00.500000+00:00'],
    ['10:30:00', '10:30:00'],
    ['10:30:00.5', '10:30:00.500000'],
  ])('momentText(%s) is %s', (value, text) => {
    expect(momentText(value)).toBe(text);
  });
});
