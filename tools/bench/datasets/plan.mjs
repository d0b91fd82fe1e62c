import { FIRST, modelName } from '../graph/models.mjs';

/** The data set of the generated model; the others are copies of it. */
export const FIRST_DATASET = datasetName(0);

export const LIBRARY = 'libs/shared';
export const LIBRARY_CODE = `${LIBRARY}/src/shared_text/clean.py`;

/** @param {number} index */
export function datasetName(index) {
  return `data-${index}`;
}

/**
 * @typedef {object} PlannedModel
 * @property {string} name
 * @property {string} packageName
 * @property {string} dataset
 * @property {boolean} library whether it uses the shared library
 */

/**
 * Models spread evenly over the data sets; the first quarter of them, some of every data set, uses the library.
 * @param {number} models
 * @param {number} datasets
 * @returns {PlannedModel[]}
 */
export function planModels(models, datasets) {
  return Array.from({ length: models }, (_, index) => ({
    name: modelName(index),
    packageName: modelName(index).replace('-', '_'),
    dataset: datasetName(index % datasets),
    library: index < models / 4,
  }));
}

/**
 * A text about the first model, which uses the library, as it stands for another one.
 * @param {string} text
 * @param {PlannedModel} model
 */
export function forModel(text, { name, packageName, dataset }) {
  return text
    .replaceAll(FIRST, name)
    .replaceAll(FIRST.replace('-', '_'), packageName)
    .replaceAll(`datasets/${FIRST_DATASET}/`, `datasets/${dataset}/`);
}
