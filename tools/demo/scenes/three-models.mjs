import { pointerOf } from '../dvc.mjs';
import { MODELS } from '../tasks.mjs';

/** @typedef {import('../stage.mjs').Stage} Stage */

export const title = 'Three models on data that scikit-learn ships';

/** Fewer calls than by default, which would make the demo longer and its timings calmer. */
const MEASURE = `schema: modelgate.measure/v1
batch_sizes: [1, 64]
blocks: 4
calls: 10
starts: 1
`;

/** @param {Stage} stage */
export function play(stage) {
  generate(stage, 'breast-cancer', '--data=../data/breast_cancer.csv');
  generate(stage, 'diabetes', '--data=../data/diabetes.csv');

  const data = 'models/digits/data';
  const first = stage.readBeside('data/digits_first.csv');
  stage.write(`${data}/train.csv`, first);
  stage.write(`${data}/train.csv.dvc`, pointerOf('train.csv', first));
  stage.write(`${data}/.gitignore`, '/train.csv\n');
  stage.write(`${data}/test.csv`, stage.readBeside('data/digits_test.csv'));
  stage.print.say(
    `The training data of the third model is tracked by DVC: git has its pointer alone, ${data}/train.csv.dvc`,
  );
  generate(stage, 'digits', `--data=${data}/train.csv`);
  stage.add();
  stage.edit('models/digits/model.yaml', [['  split: { test: 0.2, seed: 7 }\n', '  test: data/test.csv\n']]);

  for (const model of MODELS) stage.write(`models/${model}/measure.yaml`, MEASURE);
  stage.print.say(
    'Every model gets a measure.yaml with fewer calls than by default, to keep the demo short.',
  );
  stage.commit('Add three models');
}

/**
 * @param {Stage} stage
 * @param {string} model
 * @param {string} data
 */
function generate(stage, model, data) {
  const { output } = stage.nx(['generate', 'ml-model', model, '--template=sklearn', data], 'a new model');
  const lines = output.split('\n');
  stage.print.output(lines.filter((line) => line.startsWith(`${model}: `)).join('\n'));
  const created = lines.filter((line) => line.startsWith('CREATE '));
  stage.print.remark(`${created.length} files in models/${model}`);
}
