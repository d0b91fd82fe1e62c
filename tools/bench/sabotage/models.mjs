import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneWorkspace, createWorkspace } from '../../workspace/create.cjs';
import { Site } from '../graph/site.mjs';

/**
 * @typedef {object} DemoModel
 * @property {string} name
 * @property {string} root from the workspace
 * @property {string} target
 * @property {string} packageName
 *
 * @typedef {import('../../workspace/create.cjs').WorkspaceFolders} WorkspaceFolders
 */

export const PACKAGES = ['pandas>=2.0', 'polars', 'scikit-learn>=1.4'];

const TARGETS = { 'breast-cancer': 'diagnosis', digits: 'digit', diabetes: 'progression' };

/** Latency is not judged here; the baseline is accepted with a measurement of a second. */
const QUICK_MEASURE =
  'schema: modelgate.measure/v1\nbatch_sizes: [1]\nblocks: 2\ncalls: 2\nwarmup: 0\nstarts: 1\n';

/** A workspace with the models as their generator writes them, each with an accepted baseline, and copies of it. */
export class DemoModels {
  /**
   * @param {{ template: string, python: string, log: (line: string) => void }} options
   */
  constructor({ template, python, log }) {
    this.template = template;
    this.environment = { MODELGATE_PYTHON: python };
    this.site = new Site(createWorkspace({ template, name: 'sabotage' }));
    /** @type {WorkspaceFolders[]} */
    this.clones = [];
    const { root } = this.site;
    log(`workspace: ${root}`);
    const script = fileURLToPath(new URL('data_sets.py', import.meta.url));
    execFileSync(python, [script, join(root, 'models')], { stdio: ['ignore', 'ignore', 'inherit'] });
    this.models = Object.entries(TARGETS).map(([name, target]) => this.#generate(name, target));
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
