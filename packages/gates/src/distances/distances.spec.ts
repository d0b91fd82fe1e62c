import { binOf, countBins, equalCountEdges, nextDown, nextUp } from './binning';
import { DistanceError } from './counts';
import { ks, ksBracket } from './ks';
import { lInfinity } from './l-infinity';
import { newCategoryShare } from './new-category-share';
import { nullRateChange } from './null-rate-change';
import { psi } from './psi';
import { wasserstein } from './wasserstein';

const valuesOf = (counts: Record<number, number>) =>
  Object.entries(counts)
    .map(([value, count]) => ({ value: Number(value), count }))
    .sort((left, right) => left.value - right.value);

describe('binOf', () => {
  it.each([
    [-1, -1],
    [0, 0],
    [0.999, 0],
    [1, 1],
    [4.9, 1],
    [5, 2],
    [Infinity, 2],
    [-Infinity, -1],
  ])('of %d', (value, bin) => {
    expect(binOf([0, 1, 5], value)).toBe(bin);
  });

  it('counts what lies outside apart', () => {
    expect(countBins([0, 1, 5], [-1, 0, 0.5, 1, 5, 9])).toEqual({ below: 1, counts: [2, 1], above: 2 });
  });

  it('refuses NaN', () => {
    expect(() => countBins([0, 1], [NaN])).toThrow(DistanceError);
  });
});

describe('equalCountEdges', () => {
  it('gives every value its own bin where they are few', () => {
    expect(equalCountEdges(valuesOf({ 0: 5, 1: 95 }), 20, (value) => value + 1)).toEqual([0, 1, 2]);
    expect(equalCountEdges(valuesOf({ 0: 5, 7: 95 }), 20, (value) => value + 1)).toEqual([0, 1, 7, 8]);
  });

  it('takes about equal counts', () => {
    const values = Array.from({ length: 100 }, (_none, value) => ({ value, count: 1 }));
    expect(equalCountEdges(values, 4, (value) => value + 1)).toEqual([0, 25, 50, 75, 100]);
  });

  it('sets a frequent value apart', () => {
    const values = valuesOf({
      0: 60,
      ...Object.fromEntries([...Array(40).keys()].map((index) => [index + 1, 1])),
    });
    const edges = equalCountEdges(values, 5, (value) => value + 1);
    expect(edges).toEqual([0, 1, 21, 41]);
  });

  it('has none of no values', () => {
    expect(equalCountEdges([], 5)).toEqual([]);
  });
});

describe('neighbours of doubles', () => {
  it.each([0, -0, 1, -1, 0.1, 1e300, -1e-300, 35, Number.MIN_VALUE])('of %d', (value) => {
    expect(nextUp(value)).toBeGreaterThan(value);
    expect(nextDown(value)).toBeLessThan(value);
    expect(nextDown(nextUp(value)) + 0).toBe(value + 0);
  });

  it('are the very next', () => {
    expect(nextUp(1)).toBe(1 + Number.EPSILON);
    expect(nextDown(1)).toBe(1 - Number.EPSILON / 2);
  });
});

describe('ksBracket', () => {
  const edges = [-1, -0.5, 0, 0.5, 1];
  const sample = (seed: number, shift: number) =>
    Array.from({ length: 200 }, (_none, row) => Math.sin(seed * 1000 + row * 12.9898) + shift);

  it.each([0, 0.1, 0.4, 2])('holds the statistic, shifted by %d', (shift) => {
    const [reference, current] = [sample(1, 0), sample(2, shift)];
    const counted = (values: number[]) => {
      const { below, counts, above } = countBins(edges, values);
      return [below, ...counts, above];
    };
    const { lower, upper } = ksBracket({ reference: counted(reference), current: counted(current) });
    const exact = ks({ reference, current });
    expect(lower).toBeLessThanOrEqual(exact);
    expect(upper).toBeGreaterThanOrEqual(exact);
  });

  it('is one number where every bin holds one value', () => {
    const counts = { reference: [50, 50], current: [75, 25] };
    expect(ksBracket({ ...counts, isAtom: () => true })).toEqual({ lower: 0.25, upper: 0.25 });
    expect(ksBracket(counts).upper).toBeGreaterThan(0.25);
  });
});

describe('shares', () => {
  it('of new categories', () => {
    const current = new Map([
      ['a', 6],
      ['z', 2],
    ]);
    expect(newCategoryShare({ known: new Set(['a', 'b']), current })).toBe(0.25);
  });

  it('of missing values', () => {
    const change = nullRateChange({ reference: { rows: 10, missing: 1 }, current: { rows: 4, missing: 2 } });
    expect(change).toBe(0.4);
  });

  it('names the category of the largest difference', () => {
    const [reference, current] = [new Map([['a', 1]]), new Map([['b', 1]])];
    expect(lInfinity({ reference, current })).toEqual({ distance: 1, category: 'a' });
  });
});

describe('what is undefined is refused', () => {
  it.each([
    ['bins of different number', () => psi({ reference: [1], current: [1, 2] })],
    ['no bin', () => psi({ reference: [], current: [] })],
    ['no values', () => psi({ reference: [1], current: [0] })],
    ['a negative count', () => psi({ reference: [-1, 4], current: [1, 1] })],
    ['no sample', () => ks({ reference: [], current: [1] })],
    ['no spread', () => wasserstein({ reference: [1, 1], current: [1] })],
  ])('%s', (_what, compute) => {
    expect(compute).toThrow(DistanceError);
  });
});
