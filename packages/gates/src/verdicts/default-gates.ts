import type { BenchmarkGates, EvaluateGates, MetricGate, Task } from '@modelgate/contracts';

const CLASSIFIER: MetricGate[] = [
  { metric: 'accuracy', max_drop: 0.02 },
  { metric: 'precision', max_drop: 0.02 },
  { metric: 'roc_auc', min_ratio: 0.98 },
];

const EVALUATE: Record<Task, MetricGate[]> = {
  'binary-classification': CLASSIFIER,
  'multiclass-classification': CLASSIFIER,
  regression: [{ metric: 'rmse', max_ratio: 1.02 }],
  // A ranking model has the metrics of its own evaluate_model only, and these are the team's to name.
  ranking: [],
};

/** The gates/evaluate.yaml that a new model gets. */
export function defaultEvaluateGates(task: Task): EvaluateGates {
  return {
    schema: 'modelgate.gates.evaluate/v1',
    mode: 'enforce',
    on_inconclusive: 'warn',
    gates: EVALUATE[task].map((gate) => ({ ...gate })),
  };
}

/** The gates/benchmark.yaml that a new model gets. */
export function defaultBenchmarkGates(): BenchmarkGates {
  return {
    schema: 'modelgate.gates.benchmark/v1',
    mode: 'enforce',
    on_inconclusive: 'warn',
    gates: [
      { measure: 'latency', batch_size: 1, statistic: 'median', max_ratio: 1.1 },
      { measure: 'model_size', max_ratio: 1.2 },
      { measure: 'peak_memory', max_ratio: 1.2, mode: 'warn' },
    ],
  };
}
