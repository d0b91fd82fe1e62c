import type { MeasureGate, MeasureName } from '@modelgate/contracts';
import type { Direction } from '../metrics/metric';
import { bytesFigure, figure } from './figures';
import type { ModelSummary } from '../measurements/summarize';

/** What a benchmark gate compares. */
export interface Quantity {
  /** Unit of `read` and of the gate's result. */
  unit: 'ms' | 'rows/s' | 's' | 'bytes';
  /** Whether a second measurement of the same model gives the same value. */
  exact: boolean;
  direction: Direction;
  title: (gate: MeasureGate) => string;
  id: (gate: MeasureGate) => string;
  /** Undefined where it was not measured. */
  read: (model: ModelSummary, gate: MeasureGate) => number | undefined;
  show: (value: number) => string;
  /** What to do where it got worse. */
  fix: string;
}

const AGAIN = 'measure again with MODELGATE_REFRESH set to a new value to tell noise from a change';

export function batchSizeOf({ batch_size }: MeasureGate): number {
  return batch_size ?? 1;
}

export function statisticOf({ statistic }: MeasureGate): 'mean' | 'median' | 'p95' | 'p99' {
  return statistic ?? 'median';
}

function atBatchSize(model: ModelSummary, gate: MeasureGate): ModelSummary['latency'][number] | undefined {
  return model.latency.find(({ batchSize }) => batchSize === batchSizeOf(gate));
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

export const QUANTITIES: Record<MeasureName, Quantity> = {
  latency: {
    unit: 'ms',
    exact: false,
    direction: 'lower_is_better',
    title: (gate) => `latency (batch ${batchSizeOf(gate)}, ${statisticOf(gate)})`,
    id: (gate) => `latency/batch_${batchSizeOf(gate)}/${statisticOf(gate)}`,
    read: (model, gate) => {
      const seconds = finite(atBatchSize(model, gate)?.perCall[statisticOf(gate)]);
      return seconds === undefined ? undefined : seconds * 1000;
    },
    show: (value) => `${figure(value)} ms`,
    fix: `look at what predict does; ${AGAIN}`,
  },
  throughput: {
    unit: 'rows/s',
    exact: false,
    direction: 'higher_is_better',
    title: (gate) => `throughput (batch ${batchSizeOf(gate)})`,
    id: (gate) => `throughput/batch_${batchSizeOf(gate)}`,
    read: (model, gate) => finite(atBatchSize(model, gate)?.rowsPerSecond),
    show: (value) => `${figure(value)} rows/s`,
    fix: `look at what predict does; ${AGAIN}`,
  },
  load_time: {
    unit: 's',
    exact: false,
    direction: 'lower_is_better',
    title: () => 'load_time',
    id: () => 'load_time',
    read: ({ loadSeconds }) => finite(loadSeconds),
    show: (value) => `${figure(value)} s`,
    fix: `look at what load_model does; ${AGAIN}`,
  },
  peak_memory: {
    unit: 'bytes',
    exact: false,
    direction: 'lower_is_better',
    title: () => 'peak_memory',
    id: () => 'peak_memory',
    read: ({ peakRssBytes }) => finite(peakRssBytes),
    show: bytesFigure,
    fix: `look at what load_model and predict keep in memory; ${AGAIN}`,
  },
  model_size: {
    unit: 'bytes',
    exact: true,
    direction: 'lower_is_better',
    title: () => 'model_size',
    id: () => 'model_size',
    read: ({ modelSizeBytes }) => modelSizeBytes,
    show: bytesFigure,
    fix: 'make the model smaller',
  },
};
