import type { MetricGate, Task } from '@modelgate/contracts';
import { defaultBenchmarkGates, defaultEvaluateGates } from '@modelgate/gates';
import { Document } from 'yaml';
import { comment, inFlow, yamlText } from './yaml-text';

/** The text of a new gates/evaluate.yaml: the default thresholds of the task, or `gates` of them. */
export function evaluateGatesText(root: string, task: Task, gates?: readonly MetricGate[]): string {
  const policy = defaultEvaluateGates(task);
  const document = new Document({ ...policy, gates: gates ?? policy.gates });
  comment(document, 'mode', 'off, warn or enforce; a gate may have its own.');
  comment(document, 'on_inconclusive', 'What a gate does that can decide neither way: pass, warn or fail.');
  comment(
    document,
    'gates',
    'Candidate against baseline: max_drop (absolute), min_ratio, max_ratio; and min, max without a baseline.',
  );
  inFlow(document, ['gates', '*']);
  return yamlText(root, 'gates/evaluate.yaml', 'gates.evaluate', document);
}

/** The text of a new gates/benchmark.yaml: the default thresholds. */
export function benchmarkGatesText(root: string): string {
  const document = new Document(defaultBenchmarkGates());
  comment(document, 'mode', 'off, warn or enforce; a gate may have its own.');
  comment(document, 'on_inconclusive', 'What a gate does that can decide neither way: pass, warn or fail.');
  comment(document, 'gates', 'Candidate / baseline, both measured in one run.');
  inFlow(document, ['gates', '*']);
  return yamlText(root, 'gates/benchmark.yaml', 'gates.benchmark', document);
}
