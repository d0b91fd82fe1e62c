import type { Task } from '@modelgate/contracts';
import type { LabelRows, NumberRows, ProbabilityRows } from './rows';

export type Direction = 'higher_is_better' | 'lower_is_better';

interface MetricOf<Reads extends string, Rows> {
  name: string;
  direction: Direction;
  tasks: readonly Task[];
  /** Empty for a figure without a unit, such as a share. */
  unit: '' | 'nats' | 'units of the target';
  /** What it is computed from, beside the truth. */
  reads: Reads;
  /** NaN where the definition has no value for these rows; `undefinedBecause` then says why. */
  compute: (rows: Rows) => number;
  undefinedBecause?: (rows: Rows) => string;
}

/** One metric: a file of its own in this folder, registered in `METRICS`. */
export type Metric =
  | MetricOf<'labels', LabelRows>
  | MetricOf<'probabilities', ProbabilityRows>
  | MetricOf<'numbers', NumberRows>;

export type LabelMetric = Extract<Metric, { reads: 'labels' }>;
export type ProbabilityMetric = Extract<Metric, { reads: 'probabilities' }>;
export type NumberMetric = Extract<Metric, { reads: 'numbers' }>;

export const CLASSIFICATION: readonly Task[] = ['binary-classification', 'multiclass-classification'];
export const REGRESSION: readonly Task[] = ['regression'];
