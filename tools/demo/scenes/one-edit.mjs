import { tasks } from '../tasks.mjs';

export const title = 'An edit of one training function: only that model runs';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.edit('models/breast-cancer/src/breast_cancer/train.py', [
    [
      '        learning_rate_init=learning_rate,\n',
      '        learning_rate_init=learning_rate,\n        alpha=0.001,\n',
    ],
  ]);
  const edited = ['breast-cancer'];
  const run = stage.nx(['run-many', '-t', 'gate'], 'that model runs from its training on, and no other', {
    ran: tasks({
      models: edited,
      stages: ['train-smoke', 'train', 'score', 'evaluate', 'measure', 'benchmark'],
    }),
    cached: [
      ...tasks({ models: edited, stages: ['validate-data'] }),
      ...tasks({ models: ['diabetes', 'digit-reader'] }),
    ],
  });
  stage.print.output(run.textOf('breast-cancer:evaluate'));
  stage.commit('Let large weights decay');
}
