/** The stages of a run, in their order; it ends with the first that fails. Measuring and benchmark are left out. */
export const STAGES = ['validate-data', 'train-smoke', 'train', 'score', 'evaluate'];

/** Those of them that judge. */
export const JUDGES = ['validate-data', 'train-smoke', 'evaluate'];
