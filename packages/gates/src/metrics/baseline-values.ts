import type { BaselineMetrics } from '@modelgate/contracts';

/** The numbers of a baseline_metrics.json, without what describes them. */
export function baselineValues(file: BaselineMetrics): Record<string, number> {
  return Object.fromEntries(
    Object.entries(file).filter(
      (entry): entry is [string, number] => entry[0] !== 'provenance' && typeof entry[1] === 'number',
    ),
  );
}
