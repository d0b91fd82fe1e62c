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
  generate(stage, 'ml-model', 'breast-cancer', ['--template=sklearn', '--data=../data/breast_cancer.csv']);
  generate(stage, 'ml-model', 'diabetes', ['--template=sklearn', '--data=../data/diabetes.csv']);

  const data = 'datasets/digits/data';
  const first = stage.readBeside('data/digits_first.csv');
  stage.write(`${data}/train.csv`, first);
  stage.write(`${data}/train.csv.dvc`, pointerOf('train.csv', first));
  stage.write(`${data}/.gitignore`, '/train.csv\n');
  stage.print.say(
    `The data of the third model is a project of its own. DVC tracks its training data: git has ${data}/train.csv.dvc alone.`,
  );
  generate(stage, 'dataset', 'digits', [`--data=${data}/train.csv`, '--test=../data/digits_test.csv']);
  generate(stage, 'ml-model', 'digit-reader', ['--template=sklearn', '--dataset=digits', '--target=digit']);

  for (const model of MODELS) stage.write(`models/${model}/measure.yaml`, MEASURE);
  stage.print.say(
    'Every model gets a measure.yaml with fewer calls than by default, to keep the demo short.',
  );
  stage.commit('Add three models');
}

/**
 * @param {Stage} stage
 * @param {string} generator
 * @param {string} project
 * @param {string[]} options
 */
function generate(stage, generator, project, options) {
  const { output } = stage.nx(['generate', generator, project, ...options], 'a new project');
  const lines = output.split('\n');
  stage.print.output(lines.filter((line) => line.startsWith(`${project}: `)).join('\n'));
  stage.print.remark(`${lines.filter((line) => line.startsWith('CREATE ')).length} files`);
}
