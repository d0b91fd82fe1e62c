import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredModel } from '@modelgate/contracts';
import { median, quantile, spreadOf } from './percentile';
import { summarizeMeasurements } from './summarize';

interface Golden {
  cases: { name: string; values: number[]; expected: Record<string, number> }[];
}

const golden: Golden = JSON.parse(readFileSync(join(__dirname, '..', 'golden', 'quantiles.json'), 'utf8'));

describe('quantiles are those of numpy', () => {
  it.each(golden.cases.map((one) => [one.name, one] as const))('%s', (_name, { values, expected }) => {
    for (const [q, wanted] of Object.entries(expected))
      expect(quantile(values, Number(q))).toBeCloseTo(wanted, 12);
    const spread = spreadOf(values);
    expect([spread.median, spread.p95, spread.p99]).toEqual(
      [0.5, 0.95, 0.99].map((q) => quantile(values, q)),
    );
    expect(median(values)).toBe(spread.median);
  });

  it('of nothing are NaN', () => {
    expect(spreadOf([])).toEqual({ mean: NaN, median: NaN, p95: NaN, p99: NaN });
  });

  it('leave the order of the values alone', () => {
    const values = [3, 1, 2];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('summarizeMeasurements', () => {
  const model: MeasuredModel = {
    latency: [
      {
        batch_size: 4,
        blocks: [
          [0.1, 0.3],
          [0.2, 0.6],
          [0.2, 0.2],
        ],
      },
      { batch_size: 1, blocks: [[], []] },
    ],
    load_seconds: [3, 1, 2],
    peak_rss_bytes: [100, 300],
    model_size_bytes: 5000,
  };

  it('counts per call, per row and rows per second', () => {
    const { candidate, baseline } = summarizeMeasurements({
      schema: 'modelgate.measurements/v1',
      candidate: model,
    });
    expect(baseline).toBeUndefined();
    expect(candidate).toMatchObject({ loadSeconds: 2, peakRssBytes: 200, modelSizeBytes: 5000 });
    const [four, one] = candidate.latency;
    expect(four?.calls).toBe(6);
    expect(four?.perCall.mean).toBeCloseTo(1.6 / 6, 12);
    expect(four?.perCall.median).toBeCloseTo(0.2, 12);
    // Rank 4.75 of [0.1, 0.2, 0.2, 0.2, 0.3, 0.6], counted from 0.
    expect(four?.perCall.p95).toBeCloseTo(0.3 + 0.75 * 0.3, 12);
    expect(four?.perRow.p95).toBeCloseTo((0.3 + 0.75 * 0.3) / 4, 12);
    // Blocks of 8 rows in 0.4, 0.8 and 0.4 seconds.
    expect(four?.rowsPerSecond).toBeCloseTo(20, 12);
    expect(one).toMatchObject({ calls: 0, rowsPerSecond: NaN });
  });

  it('does the same for the baseline', () => {
    const { candidate, baseline } = summarizeMeasurements({
      schema: 'modelgate.measurements/v1',
      candidate: model,
      baseline: model,
    });
    expect(baseline).toEqual(candidate);
  });
});
