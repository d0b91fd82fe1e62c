import { benchmarkGatesSchema, evaluateGatesSchema, taskSchema } from '@modelgate/contracts';
import { METRICS } from '../metrics/all';
import { defaultBenchmarkGates, defaultEvaluateGates } from './default-gates';

it.each(taskSchema.options)('the gates of a new %s model are valid, and on metrics that it has', (task) => {
  const policy = defaultEvaluateGates(task);
  expect(evaluateGatesSchema.parse(policy)).toEqual(policy);
  const known = METRICS.filter(({ tasks }) => tasks.includes(task)).map(({ name }) => name);
  expect(policy.gates.map(({ metric }) => metric).filter((name) => !known.includes(name))).toEqual([]);
});

it('gives new classifiers and regressors their margins', () => {
  expect(defaultEvaluateGates('binary-classification').gates).toEqual([
    { metric: 'accuracy', max_drop: 0.02 },
    { metric: 'precision', max_drop: 0.02 },
    { metric: 'roc_auc', min_ratio: 0.98 },
  ]);
  expect(defaultEvaluateGates('regression').gates).toEqual([{ metric: 'rmse', max_ratio: 1.02 }]);
});

it('gives new models their benchmark gates', () => {
  const policy = defaultBenchmarkGates();
  expect(benchmarkGatesSchema.parse(policy)).toEqual(policy);
  expect(policy.gates.map(({ measure, max_ratio }) => [measure, max_ratio])).toEqual([
    ['latency', 1.1],
    ['model_size', 1.2],
    ['peak_memory', 1.2],
  ]);
});

it('makes a new policy each time', () => {
  defaultEvaluateGates('regression').gates.pop();
  expect(defaultEvaluateGates('regression').gates).toHaveLength(1);
});
