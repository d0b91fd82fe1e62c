/** The stages that `gate` gathers, in the order in which they run. */
const STAGES = ['validate-data', 'train-smoke', 'train', 'score', 'evaluate', 'measure', 'benchmark'];
export const MODELS = ['breast-cancer', 'diabetes', 'digit-reader'];
/** Models whose data are a project of their own, which is validated before theirs. */
const DATASETS = new Map([['digit-reader', 'digits']]);

/**
 * Ids of tasks: each of these stages (default: all) of each of these models (default: all three). Where the data of a model
 * are validated, those of its data set are.
 * @param {{ models?: string[], stages?: string[] }} [of]
 * @returns {string[]}
 */
export function tasks({ models = MODELS, stages = STAGES } = {}) {
  return models.flatMap((model) => {
    const dataset = DATASETS.get(model);
    const before =
      dataset !== undefined && stages.includes('validate-data') ? [`${dataset}:validate-data`] : [];
    return [...before, ...stages.map((stage) => `${model}:${stage}`)];
  });
}
