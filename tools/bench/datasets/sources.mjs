import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FIRST, growTo } from '../graph/models.mjs';
import { datasetName, FIRST_DATASET, LIBRARY, LIBRARY_CODE } from './plan.mjs';

/** @typedef {import('./plan.mjs').PlannedModel} PlannedModel */

/**
 * Turns a workspace with one generated model into one with all models, their data sets and the library.
 * @param {string} root
 * @param {PlannedModel[]} models
 * @param {number} datasets
 */
export function writeSources(root, models, datasets) {
  takeData(root);
  for (let index = 1; index < datasets; index++) copyDataset(root, index);
  growTo(root, models.length);
  writeLibrary(root);
  for (const model of models) {
    const folder = join(root, 'models', model.name);
    edit(join(folder, 'model.yaml'), `dataset: ${FIRST_DATASET}\n`, `dataset: ${model.dataset}\n`);
    if (model.library) useLibrary(folder, model.packageName);
  }
}

/**
 * Makes the data of the generated model, with its suites, a data set that the model names.
 * @param {string} root
 */
function takeData(root) {
  const model = join(root, 'models', FIRST);
  const dataset = join(root, 'datasets', FIRST_DATASET);
  mkdirSync(dataset, { recursive: true });
  for (const folder of ['data', 'expectations']) renameSync(join(model, folder), join(dataset, folder));
  edit(
    join(model, 'model.yaml'),
    '  train: data/train.csv\n  test: data/test.csv\n',
    `  dataset: ${FIRST_DATASET}\n`,
  );
  const files = 'files: { train: data/train.csv, test: data/test.csv }';
  writeFileSync(
    join(dataset, 'dataset.yaml'),
    `schema: modelgate.dataset/v1\nname: ${FIRST_DATASET}\n${files}\n`,
  );
}

/**
 * A data set like the first with as many rows less.
 * @param {string} root
 * @param {number} index
 */
function copyDataset(root, index) {
  const folder = join(root, 'datasets', datasetName(index));
  cpSync(join(root, 'datasets', FIRST_DATASET), folder, { recursive: true });
  edit(join(folder, 'dataset.yaml'), `name: ${FIRST_DATASET}\n`, `name: ${datasetName(index)}\n`);
  dropRows(join(folder, 'data/train.csv'), index);
}

/** @param {string} root */
function writeLibrary(root) {
  const code = dirname(join(root, LIBRARY_CODE));
  mkdirSync(code, { recursive: true });
  writeFileSync(join(root, LIBRARY, 'pyproject.toml'), '[project]\nname = "shared-text"\nversion = "1.0"\n');
  writeFileSync(join(code, '__init__.py'), '');
  writeFileSync(join(root, LIBRARY_CODE), 'def plain(text):\n    return text.strip()\n');
}

/**
 * @param {string} folder of the model
 * @param {string} packageName
 */
function useLibrary(folder, packageName) {
  const source = `[tool.uv.sources]\nshared-text = { path = "../../${LIBRARY}", editable = true }`;
  edit(join(folder, 'pyproject.toml'), 'dependencies = []', `dependencies = ["shared-text"]\n\n${source}`);
  edit(
    join(folder, 'src', packageName, 'data.py'),
    'import csv\n',
    'import csv\n\nfrom shared_text.clean import plain  # noqa: F401\n',
  );
}

/**
 * Takes rows away from the end of a CSV file.
 * @param {string} file
 * @param {number} count
 */
export function dropRows(file, count) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${lines.slice(0, lines.length - count).join('\n')}\n`);
}

/**
 * @param {string} file
 * @param {string} find stands in the file
 * @param {string} replacement
 */
function edit(file, find, replacement) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(find)) throw new Error(`${file} has no ${JSON.stringify(find)}`);
  writeFileSync(
    file,
    text.replace(find, () => replacement),
  );
}
