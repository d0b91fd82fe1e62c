import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A model that drags its training data along: benchmark fails';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.edit('models/diabetes/src/diabetes/train.py', [
    [
      '    target_scaler: StandardScaler\n',
      '    target_scaler: StandardScaler\n    training_rows: pd.DataFrame\n',
    ],
    ['("network", network)]), target_scaler\n', '("network", network)]), target_scaler, table\n'],
  ]);
  const models = ['diabetes'];
  const run = stage.nx(
    ['affected', '-t', 'gate'],
    'the candidate predicts the same, and is refused for its size',
    {
      failed: ['diabetes:benchmark'],
      ran: tasks({ models, stages: ['train-smoke', 'train', 'score', 'measure'] }),
      cached: tasks({ models, stages: ['validate-data', 'evaluate'] }),
    },
  );
  const text = run.textOf('diabetes:benchmark');
  stage.print.output(text);
  claim(
    /model_size [\d.]+ \w+ is [\d.]+ times the baseline's [\d.]+ \w+;.*max_ratio/s.test(text),
    'benchmark names measure, margin and both sizes',
    text,
  );
  stage.keepReport('diabetes', 'benchmark', 'the larger model');
  stage.undo();
}
