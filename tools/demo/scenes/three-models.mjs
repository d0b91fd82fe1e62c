/** @typedef {import('../stage.mjs').Stage} Stage */

export const title = 'Three models, one of them on real data';

/** @param {Stage} stage */
export function play(stage) {
  generate(stage, ['credit-risk']);
  generate(stage, ['credit-limit', '--task=regression']);
  generate(stage, ['breast-cancer', '--data=../breast_cancer.csv', '--target=diagnosis']);
  stage.commit('Add three models');
}

/**
 * @param {Stage} stage
 * @param {string[]} args
 */
function generate(stage, args) {
  const { output } = stage.nx(['generate', 'ml-model', ...args], 'a new model');
  const lines = output.split('\n');
  stage.print.output(lines.filter((line) => line.startsWith(`${args[0]}: `)).join('\n'));
  const created = lines.filter((line) => line.startsWith('CREATE '));
  stage.print.remark(`${created.length} files in models/${args[0]}`);
}
