import { MODELS, tasks } from '../tasks.mjs';

export const title = 'The first baselines, reviewed like code';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  for (const model of MODELS) {
    const { output } = stage.nx(
      ['generate', 'accept-baseline', model, '--reason=first release'],
      'a baseline is accepted',
    );
    stage.print.output(
      output
        .split('\n')
        .filter((line) => line.startsWith(`${model}: `))
        .join('\n'),
    );
  }
  stage.commit('Accept the first baselines');

  const run = stage.nx(
    ['run-many', '-t', 'gate'],
    'no model is trained again, each is compared with its baseline',
    {
      ran: tasks({ stages: ['score', 'evaluate', 'measure', 'benchmark'] }),
      cached: tasks({ stages: ['validate-data', 'train-smoke', 'train'] }),
    },
  );
  stage.print.output(run.textOf('digit-reader:evaluate'));
}
