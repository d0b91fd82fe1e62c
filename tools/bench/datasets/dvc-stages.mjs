import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARY } from './plan.mjs';

/**
 * @typedef {import('./plan.mjs').PlannedModel} PlannedModel
 * @typedef {object} DvcStage
 * @property {string} wdir
 * @property {string} cmd
 * @property {string[]} deps
 * @property {string[]} outs
 */

/** What a stage of ours is called in both tools. */
export const STAGES = ['validate-data', 'train-smoke', 'train', 'score', 'evaluate'];

/**
 * Writes the dvc.yaml of every data set and model: the stages that the plugin has, after one another as there, with the files
 * that it hashes for each as their dependencies.
 * @param {string} root
 * @param {PlannedModel[]} models
 * @param {(project: string, stage: string) => string} command what a stage does, run in the workspace's folder
 */
export function writeDvcFiles(root, models, command) {
  const write = (/** @type {string} */ folder, /** @type {Record<string, DvcStage>} */ stages) =>
    // JSON is YAML.
    writeFileSync(join(root, folder, 'dvc.yaml'), `${JSON.stringify({ stages }, null, 2)}\n`);
  for (const dataset of new Set(models.map((model) => model.dataset))) {
    const folder = `datasets/${dataset}`;
    write(folder, {
      'validate-data': {
        wdir: '../..',
        cmd: command(folder, 'validate-data'),
        deps: [`${folder}/dataset.yaml`, `${folder}/data`, `${folder}/expectations`],
        outs: [`dist/${folder}/validate-data`],
      },
    });
  }
  for (const model of models) write(`models/${model.name}`, modelStages(model, command));
}

/**
 * @param {PlannedModel} model
 * @param {(project: string, stage: string) => string} command
 * @returns {Record<string, DvcStage>}
 */
function modelStages({ name, packageName, dataset, library }, command) {
  const folder = `models/${name}`;
  const own = (/** @type {string[]} */ ...paths) => paths.map((path) => `${folder}/${path}`);
  const out = (/** @type {string} */ stage) => `dist/${folder}/${stage}`;
  const data = (/** @type {string} */ file) => `datasets/${dataset}/data/${file}.csv`;
  const code = (/** @type {string[]} */ ...modules) => [
    ...own('pyproject.toml', ...modules.map((module) => `src/${packageName}/${module}.py`)),
    ...(library ? [`${LIBRARY}/pyproject.toml`, `${LIBRARY}/src`] : []),
  ];
  /** @type {Record<string, string[]>} */
  const deps = {
    'validate-data': [`dist/datasets/${dataset}/validate-data`, data('train'), data('test')],
    'train-smoke': [
      out('validate-data'),
      data('train'),
      ...own('params.yaml'),
      ...code('__init__', 'data', 'train', 'evaluate'),
    ],
    train: [out('train-smoke'), data('train'), ...own('params.yaml'), ...code('__init__', 'data', 'train')],
    score: [out('train'), data('test'), ...code('__init__', 'data', 'train', 'evaluate')],
    evaluate: [out('score'), ...own('gates/evaluate.yaml')],
  };
  return Object.fromEntries(
    STAGES.map((stage) => [
      stage,
      {
        wdir: '../..',
        cmd: command(folder, stage),
        deps: [`${folder}/model.yaml`, ...(deps[stage] ?? [])],
        outs: [out(stage)],
      },
    ]),
  );
}
