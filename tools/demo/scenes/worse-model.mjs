import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A worse model: evaluate fails';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.edit('models/credit-risk/src/credit_risk/data.py', [
    ['if column != TARGET)', 'if column not in (TARGET, "credit_score"))'],
  ]);
  const models = ['credit-risk'];
  const run = stage.nx(
    ['affected', '-t', 'gate'],
    'the candidate is trained, and is refused as worse than the baseline',
    {
      failed: ['credit-risk:evaluate'],
      ran: tasks({ models, stages: ['train-smoke', 'train', 'score', 'measure', 'benchmark'] }),
      cached: tasks({ models, stages: ['validate-data'] }),
    },
  );
  const text = run.textOf('credit-risk:evaluate');
  stage.print.output(text);
  claim(
    /accuracy [\d.]+ is [\d.]+ below the baseline's [\d.]+;.*max_drop/s.test(text),
    'evaluate names metric, margin and both values',
    text,
  );
  stage.keepReport('credit-risk', 'evaluate', 'the worse model');
  stage.undo();
}
