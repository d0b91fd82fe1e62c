import { environmentOf } from '../environment.mjs';
import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A second version, and the way back';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  const first = environmentOf(stage, 'breast-cancer', 'staging');
  stage.nx(['run', 'breast-cancer:package'], 'the edited model is packaged without running again', {
    ran: ['breast-cancer:package', 'breast-cancer:test'],
    cached: tasks({ models: ['breast-cancer'] }),
  });
  const deployed = stage.nx(['run', 'breast-cancer:deploy', '--configuration=staging'], 'it is deployed', {
    ran: ['breast-cancer:deploy:staging'],
  });
  stage.print.output(lastLine(deployed.textOf('breast-cancer:deploy:staging')));
  const second = environmentOf(stage, 'breast-cancer', 'staging');
  claim(second.current !== first.current, 'staging runs another version', `still ${second.current}`);

  const rolledBack = stage.nx(
    ['run', 'breast-cancer:rollback', '--configuration=staging', '--reason=too many false alarms'],
    'the first version is put back, and nothing is trained for it',
    { ran: ['breast-cancer:rollback:staging'] },
  );
  stage.print.output(rolledBack.textOf('breast-cancer:rollback:staging'));
  const back = environmentOf(stage, 'breast-cancer', 'staging');
  claim(back.current === first.current, 'staging runs the first version again', `it runs ${back.current}`);
}

/** @param {string} text */
function lastLine(text) {
  return text.trimEnd().split('\n').pop() ?? '';
}
