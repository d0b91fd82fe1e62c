import type { MeasuredModel, Measurements } from '@modelgate/contracts';
import { median, spreadOf, type Spread } from './percentile';

export interface LatencySummary {
  batchSize: number;
  /** Timed calls over all blocks. */
  calls: number;
  /** Seconds. */
  perCall: Spread;
  /** Seconds: `perCall` divided by the batch size. */
  perRow: Spread;
  /** Rows per second of a block (its rows over the sum of its calls), the median over the blocks. */
  rowsPerSecond: number;
}

export interface ModelSummary {
  latency: LatencySummary[];
  /** Median over the fresh processes; NaN where none was started. */
  loadSeconds: number;
  /** Median over the fresh processes; NaN where none was started. */
  peakRssBytes: number;
  modelSizeBytes: number;
}

export interface MeasurementSummary {
  candidate: ModelSummary;
  baseline?: ModelSummary;
}

/** The figures that reports show and gates compare, from the raw measurements of one run. */
export function summarizeMeasurements({ candidate, baseline }: Measurements): MeasurementSummary {
  return {
    candidate: summarizeModel(candidate),
    ...(baseline ? { baseline: summarizeModel(baseline) } : {}),
  };
}

function summarizeModel(model: MeasuredModel): ModelSummary {
  return {
    latency: model.latency.map(({ batch_size, blocks }) => summarizeLatency(batch_size, blocks)),
    loadSeconds: median(model.load_seconds),
    peakRssBytes: median(model.peak_rss_bytes),
    modelSizeBytes: model.model_size_bytes,
  };
}

function summarizeLatency(batchSize: number, blocks: readonly (readonly number[])[]): LatencySummary {
  const perCall = spreadOf(blocks.flat());
  return {
    batchSize,
    calls: blocks.flat().length,
    perCall,
    perRow: {
      mean: perCall.mean / batchSize,
      median: perCall.median / batchSize,
      p95: perCall.p95 / batchSize,
      p99: perCall.p99 / batchSize,
    },
    rowsPerSecond: median(
      blocks
        .filter((calls) => calls.length > 0)
        .map((calls) => (batchSize * calls.length) / calls.reduce((sum, seconds) => sum + seconds, 0)),
    ),
  };
}
