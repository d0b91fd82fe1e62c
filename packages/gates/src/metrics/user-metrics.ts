import type { MetricValues } from './compute-metrics';
import { canonicalMetric, metricValue } from './directions';

/** Differences up to this share of the value are rounding, not another definition. */
const SAME = 1e-6;

/**
 * Adds what the model's own `evaluate_model` returned. A metric that was computed from the predictions stays as it is;
 * where the model's own number of that name differs, a note says so.
 */
export function withUserMetrics(
  computed: MetricValues,
  userMetrics: Readonly<Record<string, number | null>>,
): MetricValues & { notes: string[] } {
  const values = { ...computed.values };
  const errors = { ...computed.errors };
  const notes: string[] = [];
  for (const [name, reported] of Object.entries(userMetrics)) {
    const metric = canonicalMetric(name);
    const ours = metricValue(computed.values, metric);
    if (ours !== undefined && Number.isFinite(ours)) {
      if (reported === null || Math.abs(ours - reported) > SAME * Math.max(1, Math.abs(ours))) {
        notes.push(
          `evaluate_model reports ${name} ${reported ?? 'NaN'}, the predictions give ${metric} ${ours}; gates use the latter`,
        );
      }
    } else if (reported === null) {
      values[metric] = NaN;
      errors[metric] ??= 'evaluate_model returned NaN or an infinite number';
    } else {
      values[metric] = reported;
      delete errors[metric];
    }
  }
  return { values, errors, notes };
}
