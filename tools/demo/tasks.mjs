/** The stages that `gate` gathers, in the order in which they run. */
const STAGES = ['validate-data', 'train-smoke', 'train', 'score', 'evaluate', 'measure', 'benchmark'];
export const MODELS = ['breast-cancer', 'diabetes', 'digits'];

/**
 * Ids of tasks: each of these stages (default: all) of each of these models (default: all three).
 * @param {{ models?: string[], stages?: string[] }} [of]
 * @returns {string[]}
 */
export function tasks({ models = MODELS, stages = STAGES } = {}) {
  return models.flatMap((model) => stages.map((stage) => `${model}:${stage}`));
}
