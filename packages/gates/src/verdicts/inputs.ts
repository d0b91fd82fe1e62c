import type { EvaluateGates, Task } from '@modelgate/contracts';
import type { MetricValues } from '../metrics/compute-metrics';

/** What the production model is known to reach. */
export interface BaselineMetricValues {
  values: Readonly<Record<string, number>>;
  errors?: Readonly<Record<string, string>>;
  /** `predictions`: computed from the baseline model's own predictions on this evaluation set. */
  source: 'predictions' | 'baseline_metrics.json';
  /** Whether the numbers are of this evaluation set; absent where that is not known. */
  evaluationSetMatches?: boolean;
}

export interface EvaluateInput {
  /** Name of the project, for the commands in messages. */
  project: string;
  task: Task;
  policy: EvaluateGates;
  candidate: MetricValues;
  /** Absent where there is no baseline yet: then only floors and ceilings are judged. */
  baseline?: BaselineMetricValues;
}
