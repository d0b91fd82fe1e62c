import { readCells, writeCells } from '../csv.mjs';
import { troublesIn } from '../printer.mjs';
import { claim } from '../stop.mjs';
import { tasks } from '../tasks.mjs';

export const title = 'A leak: a column that was computed from the target';

const PROJECT = 'models/diabetes';
const DATA = `${PROJECT}/data/diabetes.csv`;
const models = ['diabetes'];
const run = ['affected', '-t', 'evaluate'];

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  addLeak(stage);
  stage.print.say(
    `A delivery of ${DATA} has one column more, followup_score, and whoever made it had looked at progression:`,
  );
  const refused = stage.nx(run, 'a column that the suite does not know is refused', {
    failed: ['diabetes:validate-data'],
  });
  const unknown = refused.textOf('diabetes:validate-data');
  stage.print.output(troublesIn(unknown));
  claim(unknown.includes('followup_score'), 'the report names the column', unknown);

  stage.print.say('Nobody asks where it comes from, and it is added to the suite:');
  stage.edit(`${PROJECT}/expectations/train.yaml`, [
    ['        - progression\n', '        - progression\n        - followup_score\n'],
  ]);
  const passed = stage.nx(
    run,
    'evaluate lets it through: the default gate only asks whether a model is worse',
    {
      ran: tasks({ models, stages: ['validate-data', 'train-smoke', 'train', 'score', 'evaluate'] }),
    },
  );
  stage.print.output(passed.textOf('diabetes:evaluate'));

  stage.print.say('An alarm for a gain that is too good to be true is one more bound:');
  stage.edit(`${PROJECT}/gates/evaluate.yaml`, [
    ['{ metric: rmse, max_ratio: 1.02 }', '{ metric: rmse, max_ratio: 1.02, min_ratio: 0.5 }'],
  ]);
  const caught = stage.nx(run, 'the same candidate is judged again, without being trained, and refused', {
    failed: ['diabetes:evaluate'],
    cached: tasks({ models, stages: ['validate-data', 'train-smoke', 'train', 'score'] }),
  });
  const text = caught.textOf('diabetes:evaluate');
  stage.print.output(text);
  claim(/rmse .* times the baseline's .*min_ratio/s.test(text), 'evaluate names metric and bound', text);
  stage.keepReport('diabetes', 'evaluate', 'the model with the leak');
  stage.undo();
}

/** @param {import('../stage.mjs').Stage} stage */
function addLeak(stage) {
  const [header = [], ...rows] = readCells(stage.read(DATA));
  const target = header.indexOf('progression');
  stage.write(
    DATA,
    writeCells([
      [...header, 'followup_score'],
      ...rows.map((cells) => [...cells, String(Math.round(Number(cells[target]) / 3.5))]),
    ]),
  );
}
