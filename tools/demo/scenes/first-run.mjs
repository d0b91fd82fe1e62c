import { reportIn } from '../printer.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'Everything runs for the first time';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  const run = stage.nx(['run-many', '-t', 'gate'], 'every stage of every model runs and passes', {
    ran: tasks(),
  });
  stage.print.say(
    'Nx prints the reports of failed tasks only; these two are of the network that reads digits:',
  );
  stage.print.output(reportIn(run.textOf('digit-reader:train')));
  stage.print.blank();
  stage.print.output(run.textOf('digit-reader:evaluate'));
}
