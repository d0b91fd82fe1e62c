import { environmentOf } from '../environment.mjs';
import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A release: what was judged is packaged and deployed';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  const packaged = stage.nx(
    ['run', 'breast-cancer:package'],
    'what the cache holds is packaged, once the tests of its code have run',
    {
      ran: ['breast-cancer:package', 'breast-cancer:test'],
      cached: tasks({ models: ['breast-cancer'] }),
    },
  );
  stage.print.output(packaged.textOf('breast-cancer:package'));

  const deployed = stage.nx(
    ['run', 'breast-cancer:deploy', '--configuration=staging'],
    'the packaged version is deployed, and nothing is trained for it',
    { ran: ['breast-cancer:deploy:staging'] },
  );
  stage.print.output(deployed.textOf('breast-cancer:deploy:staging'));
  const { sequence, current } = environmentOf(stage, 'breast-cancer', 'staging');
  claim(
    sequence === 1 && current !== null,
    'staging runs the first version',
    `sequence ${sequence}, ${current}`,
  );
}
