import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRealData } from '../../demo/real-data.mjs';
import { cloneWorkspace, createWorkspace } from '../../workspace/create.cjs';
import { Site } from '../graph/site.mjs';
import { columnIndex, parseTable, renderTable } from './project.mjs';
import { Random } from './random.mjs';

/**
 * @typedef {object} DemoModel
 * @property {string} name
 * @property {string} root from the workspace
 * @property {string} target
 * @property {string} packageName
 *
 * @typedef {import('../../workspace/create.cjs').WorkspaceFolders} WorkspaceFolders
 */

/** Of the data that the demo writes: the file, the target, and the evaluation set where it is a file of its own. */
const DATA = [
  { name: 'breast-cancer', target: 'diagnosis', file: 'breast_cancer.csv', classes: true },
  { name: 'digits', target: 'digit', file: 'digits_second.csv', test: 'digits_test.csv', classes: true },
  { name: 'diabetes', target: 'progression', file: 'diabetes.csv', classes: false },
];

/** As the generator's split. */
const HELD_OUT = 0.2;

/** Latency is not judged here; the baseline is accepted with a measurement of a second. */
const QUICK_MEASURE =
  'schema: modelgate.measure/v1\nbatch_sizes: [1]\nblocks: 2\ncalls: 2\nwarmup: 0\nstarts: 1\n';

/** A workspace with the models as their generator writes them, each with an accepted baseline, and copies of it. */
export class DemoModels {
  /**
   * @param {{ template: string, log: (line: string) => void }} options
   */
  constructor({ template, log }) {
    this.template = template;
    this.site = new Site(createWorkspace({ template, name: 'sabotage' }));
    /** @type {WorkspaceFolders[]} */
    this.clones = [];
    const { root } = this.site;
    log(`workspace: ${root}`);
    const data = join(this.site.folders.home, 'data');
    this.environment = { MODELGATE_PYTHON: writeRealData(data, log) };
    this.models = DATA.map(({ name, target, file, test, classes }) => {
      const place = join(root, 'models', name, 'data');
      mkdirSync(place, { recursive: true });
      if (test === undefined) splitFile(join(data, file), place, classes ? target : undefined);
      else {
        copyFileSync(join(data, file), join(place, 'train.csv'));
        copyFileSync(join(data, test), join(place, 'test.csv'));
      }
      return this.#generate(name, target);
    });
    this.site.commit('Add the models');
    log('training the baselines');
    this.site.nx(['run-many', '-t', 'gate'], this.environment);
    for (const { name } of this.models) {
      this.site.nx(['generate', 'accept-baseline', name, '--reason=bench'], this.environment);
    }
    this.site.commit('Accept the baselines');
    /** The models as every run begins with them. */
    this.pristine = join(this.site.folders.home, 'pristine');
    cpSync(join(root, 'models'), this.pristine, { recursive: true });
  }

  /**
   * @param {string} name
   * @param {string} target
   * @returns {DemoModel}
   */
  #generate(name, target) {
    const root = `models/${name}`;
    const data = [`--data=${root}/data/train.csv`, `--target=${target}`];
    this.site.nx(['generate', 'ml-model', name, '--template=sklearn', ...data], this.environment);
    const folder = join(this.site.root, root);
    writeFileSync(join(folder, 'measure.yaml'), QUICK_MEASURE);
    const file = join(folder, 'model.yaml');
    const text = readFileSync(file, 'utf8');
    const held = /^ {2}split: .*$/m;
    if (!held.test(text)) throw new Error(`${file} has no split to replace by the test file`);
    writeFileSync(file, text.replace(held, '  test: data/test.csv'));
    const [packageName = ''] = readdirSync(join(folder, 'src'));
    return { name, root, target, packageName };
  }

  /** Another copy of the workspace, for runs that go on beside those of the others. */
  clone() {
    const folders = cloneWorkspace({ template: this.template, name: 'sabotage-runs', from: this.site.root });
    this.clones.push(folders);
    mkdirSync(folders.cacheDirectory, { recursive: true });
    return folders;
  }

  remove() {
    for (const folders of this.clones) new Site(folders).remove();
    this.site.remove();
  }
}

/**
 * Splits a CSV file into train.csv and test.csv, always in the same way.
 * @param {string} file
 * @param {string} folder
 * @param {string | undefined} strata the column whose values both get in the same shares
 */
function splitFile(file, folder, strata) {
  const { columns, rows } = parseTable(readFileSync(file, 'utf8'));
  const at = strata === undefined ? -1 : columnIndex({ columns, rows }, strata);
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  rows.forEach((cells, row) => {
    const group = cells[at] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), row]);
  });
  const random = new Random(file.split('/').pop() ?? '');
  const test = new Set(
    [...groups.values()].flatMap((group) =>
      random.shuffled(group).slice(0, Math.round(HELD_OUT * group.length)),
    ),
  );
  const write = (/** @type {string} */ name, /** @type {boolean} */ held) =>
    writeFileSync(
      join(folder, name),
      renderTable({ columns, rows: rows.filter((_, row) => test.has(row) === held) }),
    );
  write('train.csv', false);
  write('test.csv', true);
}
