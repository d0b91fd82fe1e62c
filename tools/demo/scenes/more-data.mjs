import { pointerOf } from '../dvc.mjs';
import { reportIn } from '../printer.mjs';
import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'More data: a .dvc pointer is bumped, and only what is made from it runs';

const DATA = 'datasets/digits/data/train.csv';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  const second = stage.readBeside('data/digits_second.csv');
  stage.edit(`${DATA}.dvc`, pointerChanges(stage.read(`${DATA}.dvc`), pointerOf(DATA, second)));
  stage.print.say('The pointer came with git pull, and the bytes are still the old ones:');
  const early = stage.nx(['affected', '-t', 'gate'], 'bytes that are not those of the pointer are refused', {
    failed: ['digits:validate-data'],
  });
  const text = early.textOf('digits:validate-data');
  stage.print.output(text);
  claim(text.includes('is not what its pointer names'), 'the refusal names the pointer', text);

  stage.print.say(`The bytes of the pointer are put in place, as dvc pull does it: ${rows(second)} rows.`);
  stage.write(DATA, second);
  const models = ['digit-reader'];
  const run = stage.nx(
    ['affected', '-t', 'gate'],
    'the data set and the model on it run, and no other model',
    {
      ran: tasks({ models }),
    },
  );
  stage.print.output(reportIn(run.textOf('digit-reader:evaluate')));
  stage.commit('Train on the second delivery of digits');
}

/**
 * The lines in which two pointers differ.
 * @param {string} from
 * @param {string} to
 * @returns {[from: string, to: string][]}
 */
function pointerChanges(from, to) {
  const lines = to.split('\n');
  return from.split('\n').flatMap((line, index) => {
    const other = lines[index] ?? '';
    return line === other ? [] : [[line, other]];
  });
}

/** @param {string} csv */
function rows(csv) {
  return csv.trimEnd().split('\n').length - 1;
}
