import { METRICS } from './all';
import type { Metric } from './metric';
import { MetricError } from './metric-error';
import { labelRows, numberRows, probabilityRows, type MetricInput } from './rows';

/**
 * Metrics by name. A name in `errors` has no usable value: it is absent from `values`, or NaN there where the metric
 * is not defined for these rows.
 */
export interface MetricValues {
  values: Record<string, number>;
  errors: Record<string, string>;
}

/** All metrics of the task. Nothing is thrown for bad rows: what could not be computed says why in `errors`. */
export function computeMetrics(input: MetricInput): MetricValues {
  const read = {
    labels: once(() => labelRows(input)),
    probabilities: once(() => probabilityRows(input)),
    numbers: once(() => numberRows(input)),
  };
  const result: MetricValues = { values: {}, errors: {} };
  for (const metric of METRICS.filter(({ tasks }) => tasks.includes(input.task))) {
    try {
      const { value, reason } = evaluateMetric(metric, read);
      result.values[metric.name] = value;
      if (reason !== undefined) result.errors[metric.name] = reason;
    } catch (error) {
      if (!(error instanceof MetricError)) throw error;
      result.errors[metric.name] = error.message;
    }
  }
  return result;
}

/**
 * One metric of these rows; NaN where its definition has no value for them.
 * @throws MetricError for NaN in the input, lengths that differ, no rows, no probabilities where they are needed
 */
export function computeMetric(metric: Metric, input: MetricInput): number {
  return evaluateMetric(metric, {
    labels: () => labelRows(input),
    probabilities: () => probabilityRows(input),
    numbers: () => numberRows(input),
  }).value;
}

interface Readers {
  labels: () => ReturnType<typeof labelRows>;
  probabilities: () => ReturnType<typeof probabilityRows>;
  numbers: () => ReturnType<typeof numberRows>;
}

function evaluateMetric(metric: Metric, read: Readers): { value: number; reason?: string } {
  switch (metric.reads) {
    case 'labels':
      return valueOf(metric, read.labels());
    case 'probabilities':
      return valueOf(metric, read.probabilities());
    case 'numbers':
      return valueOf(metric, read.numbers());
  }
}

function valueOf<Rows>(
  metric: { compute: (rows: Rows) => number; undefinedBecause?: (rows: Rows) => string },
  rows: Rows,
): { value: number; reason?: string } {
  const value = metric.compute(rows);
  if (Number.isFinite(value)) return { value };
  return { value, reason: metric.undefinedBecause?.(rows) ?? `the result is ${value}` };
}

/** Checks the rows once for all metrics that read them, and throws the same error each time. */
function once<T>(read: () => T): () => T {
  let result: { value: T } | { error: unknown } | undefined;
  return () => {
    if (result === undefined) {
      try {
        result = { value: read() };
      } catch (error) {
        result = { error };
      }
    }
    if ('error' in result) throw result.error;
    return result.value;
  };
}
