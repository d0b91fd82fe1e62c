/**
 * What an environment runs, as the folder registry of the workspace has it.
 * @param {import('./stage.mjs').Stage} stage
 * @param {string} model
 * @param {string} environment
 * @returns {{ sequence: number, current: string | null }}
 */
export function environmentOf(stage, model, environment) {
  return JSON.parse(stage.read(`.modelgate/registry/${model}/environments/${environment}.json`));
}
