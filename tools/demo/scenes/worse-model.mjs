import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A network stopped after one epoch: evaluate fails';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.print.say('Somebody tried something quickly, and left this behind.');
  stage.edit('models/digit-reader/params.yaml', [['epochs: 50\n', 'epochs: 1\n']]);
  const models = ['digit-reader'];
  const run = stage.nx(
    ['affected', '-t', 'evaluate'],
    'the candidate is trained, and is refused as worse than the baseline',
    {
      failed: ['digit-reader:evaluate'],
      ran: tasks({ models, stages: ['train-smoke', 'train', 'score'] }),
      cached: tasks({ models, stages: ['validate-data'] }),
    },
  );
  const text = run.textOf('digit-reader:evaluate');
  stage.print.output(text);
  claim(
    /accuracy [\d.]+ is [\d.]+ below the baseline's [\d.]+;.*max_drop/s.test(text),
    'evaluate names metric, margin and both values',
    text,
  );
  stage.keepReport('digit-reader', 'evaluate', 'the network stopped after one epoch');
  stage.undo();
}
