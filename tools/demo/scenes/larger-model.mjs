import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A larger model: benchmark fails';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.edit('models/credit-limit/src/credit_limit/train.py', [
    ['    bias: float\n', '    bias: float\n    training_rows: Table\n'],
    ['dict(zip(names, weights)), bias)', 'dict(zip(names, weights)), bias, table)'],
  ]);
  const models = ['credit-limit'];
  const run = stage.nx(
    ['affected', '-t', 'gate'],
    'the candidate predicts as well, and is refused for its size',
    {
      failed: ['credit-limit:benchmark'],
      ran: tasks({ models, stages: ['train-smoke', 'train', 'score', 'measure'] }),
      cached: tasks({ models, stages: ['validate-data', 'evaluate'] }),
    },
  );
  const text = run.textOf('credit-limit:benchmark');
  stage.print.output(text);
  claim(
    /model_size [\d.]+ \w+ is [\d.]+ times the baseline's [\d.]+ \w+;.*max_ratio/s.test(text),
    'benchmark names measure, margin and both sizes',
    text,
  );
  stage.keepReport('credit-limit', 'benchmark', 'the larger model');
  stage.undo();
}
