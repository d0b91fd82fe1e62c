import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FIRST } from '../graph/models.mjs';
import { PYTHON } from '../graph/peers.mjs';
import { writeJson } from '../../workspace/template.cjs';
import { FIRST_DATASET, forModel } from './plan.mjs';

/** Folder of what the commands read, beside the repository: no dependency of anything. */
const MATERIAL = '../material';

/**
 * What the stages do under DVC. Where ours starts Python, so does the command, with the same script on the same request; what
 * ours does in TypeScript (validate-data, evaluate) is a copy of what it left.
 * @param {object} options
 * @param {string} options.root of the DVC repository
 * @param {import('../graph/site.mjs').Site} options.ours where the first model has been evaluated
 * @param {import('../graph/peers.mjs').PythonCalls} options.calls of the first model, which uses the library
 * @param {import('./plan.mjs').PlannedModel[]} options.models
 * @returns {(folder: string, stage: string) => string}
 */
export function dvcCommands({ root, ours, calls, models }) {
  for (const folder of [`models/${FIRST}`, `datasets/${FIRST_DATASET}`]) {
    cpSync(join(ours.root, 'dist', folder), join(root, MATERIAL, folder), { recursive: true });
  }
  for (const model of models) {
    mkdirSync(join(root, MATERIAL, 'requests', model.name), { recursive: true });
    for (const [stage, { request }] of Object.entries(calls)) {
      const moved = JSON.parse(forModel(request, model).replaceAll(ours.root, root));
      moved.out = join(root, 'dist/models', model.name, stage);
      moved.result = join(root, MATERIAL, 'requests', model.name, `${stage}.result.json`);
      if (!model.library) delete moved.libraries;
      writeJson(join(root, requestOf(model.name, stage)), moved);
    }
  }
  return (folder, stage) => {
    const out = `dist/${folder}/${stage}`;
    const call = folder.startsWith('models/') ? calls[stage] : undefined;
    if (call === undefined) {
      const first = folder.startsWith('models/') ? `models/${FIRST}` : `datasets/${FIRST_DATASET}`;
      return `mkdir -p dist/${folder} && cp -R ${MATERIAL}/${first}/${stage} ${out}`;
    }
    const settings = Object.entries(call.env).map(([name, value]) => `${name}=${value}`);
    const args = call.args.map((arg) => (arg.endsWith('.json') ? requestOf(basename(folder), stage) : arg));
    const words = ['env', ...settings, PYTHON, ...args].map((word) => `'${word}'`);
    return `mkdir -p ${out} && ${words.join(' ')} < /dev/null && echo '{}' > ${out}/done.json`;
  };
}

/**
 * @param {string} model
 * @param {string} stage
 */
function requestOf(model, stage) {
  return `${MATERIAL}/requests/${model}/${stage}.json`;
}
