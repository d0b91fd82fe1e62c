/** Data sets, DVC pointers, locked data and Python libraries: what of them a model hashes, and how they are drawn. */

const affected = 'affected.spec.ts';
const datasets = 'datasets.spec.ts';
const inputs = 'nx/dist/inference/data-inputs.js';

/** @type {import('./rules.mjs').Rule[]} */
export const dataRules = [
  {
    rule: 'A model hashes the training data of its data set',
    file: inputs,
    find: 'train: [{ input: exports.TRAIN_DATA, projects }]',
    replace: 'train: []',
    test: { spec: affected, name: 'the .dvc pointer of a data set' },
  },
  {
    rule: 'A model hashes the test data of its data set',
    file: inputs,
    find: 'test: [{ input: exports.TEST_DATA, projects }]',
    replace: 'test: []',
    test: { spec: affected, name: 'test data of a data set' },
  },
  {
    rule: 'Training does not hash the test data of a data set',
    file: inputs,
    find: 'train: [{ input: exports.TRAIN_DATA, projects }]',
    replace: 'train: [{ input: exports.TEST_DATA, projects }, { input: exports.TRAIN_DATA, projects }]',
    test: { spec: datasets, name: 'does not retrain for other test data' },
  },
  {
    rule: 'The pointer of data that DVC tracks is hashed',
    file: inputs,
    find: 'file, `${file}.dvc`, `${file}/**/*`',
    replace: 'file, `${file}/**/*`',
    test: { spec: affected, name: 'the .dvc pointer of a data set' },
  },
  {
    rule: 'The lock of data outside the workspace is hashed',
    file: inputs,
    find: 'return [(0, nx_patterns_1.filePattern)(root, conventions_1.DATA_LOCK_FILE)];',
    replace: 'return [];',
    test: {
      spec: datasets,
      name: 'locks data outside the workspace, hashes the lock, and refuses bytes that are not the locked ones',
    },
  },
  {
    rule: 'A data set blocks the models on it',
    file: 'nx/dist/inference/create-dependencies.js',
    find: 'if (edges.length === 0)',
    replace: 'if (edges.length >= 0)',
    test: {
      spec: datasets,
      name: 'reruns the validation alone for another suite, and blocks every model where it fails',
    },
  },
  {
    rule: 'A change of a data set selects the models on it',
    file: 'nx/dist/inference/create-dependencies.js',
    find: 'if (edges.length === 0)',
    replace: 'if (edges.length >= 0)',
    test: { spec: affected, name: 'a suite of a data set' },
  },
  {
    rule: 'A model hashes the Python libraries that it uses',
    file: 'nx/dist/inference/stage-inputs.js',
    find: '...libraries, ...lock,',
    replace: '...lock,',
    test: { spec: affected, name: 'the shared library' },
  },
];
