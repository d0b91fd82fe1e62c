/** The stages that are cached, in the order in which they run. */
const STAGES = ['validate-data', 'train-smoke', 'train', 'score', 'evaluate', 'measure', 'benchmark'];
const MODELS = ['breast-cancer', 'credit-limit', 'credit-risk'];

/**
 * Ids of tasks: each of these stages (default: all) of each of these models (default: all three).
 * @param {{ models?: string[], stages?: string[] }} [of]
 * @returns {string[]}
 */
export function tasks({ models = MODELS, stages = STAGES } = {}) {
  return models.flatMap((model) => stages.map((stage) => `${model}:${stage}`));
}
