import { percent } from './wording';

describe('percent', () => {
  it.each([
    [0, 400, '0 %'],
    [1, 400, '0.25 %'],
    [3, 400, '0.75 %'],
    [1, 1000, '0.1 %'],
    [1, 20_000, '0.01 %'],
    [1, 20_001, '<0.01 %'],
    [1, 1_000_000, '<0.01 %'],
    [13, 1000, '1.3 %'],
    [167, 2000, '8.4 %'],
    [9_996, 100_000, '10 %'],
    [1, 3, '33 %'],
    [1, 2, '50 %'],
    [2, 3, '67 %'],
    [996, 1000, '99.6 %'],
    [397, 400, '99.25 %'],
    [19_999, 20_000, '>99.99 %'],
    [999_999, 1_000_000, '>99.99 %'],
    [400, 400, '100 %'],
  ])('of %d of %d is %s', (part, whole, text) => expect(percent(part, whole)).toBe(text));

  it.each([
    [1 - 0.9925, '0.75 %'],
    [1 - 0.99, '1 %'],
    [1 - 0.95, '5 %'],
    [1 - 0.999999, '<0.01 %'],
  ])('of the share %d is %s', (share, text) => expect(percent(share)).toBe(text));

  it('is never 0 % for some, nor 100 % for less than all', () => {
    const wrong = Array.from({ length: 9_999 }, (_, index) => percent(index + 1, 10_000)).filter((text) =>
      /^(0|100) %$/.test(text),
    );
    expect(wrong).toEqual([]);
  });
});
