import { klDivergence } from './kl-divergence';

describe('klDivergence', () => {
  // Values of scipy.stats.entropy.
  it.each([
    [[0.54, 0.32, 0.14], [1, 1, 1], 0.1259970028667753],
    [[5, 3, 2], [0.3, 0.3, 0.4], 0.11678337577100631],
    [[0, 1], [0.5, 0.5], Math.LN2],
    [[1, 1], [2, 2], 0],
    [[0.5, 0.5], [1, 0], Infinity],
    [[0, 0], [0.5, 0.5], NaN],
    [[0.5, 0.5], [0, 0], NaN],
    [[], [], 0],
  ])('%j from %j is %d', (observed, expected, divergence) => {
    const found = klDivergence({ observed, expected });
    if (Number.isFinite(divergence)) expect(found).toBeCloseTo(divergence, 14);
    else expect(found).toBe(divergence);
  });

  it('refuses lists of different lengths', () => {
    expect(() => klDivergence({ observed: [1], expected: [1, 2] })).toThrow(
      '1 observed weights, but 2 expected',
    );
  });
});
