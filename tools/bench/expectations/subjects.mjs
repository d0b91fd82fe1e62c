import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { timed } from '../timing.mjs';

/** @typedef {import('../timing.mjs').Sample} Sample */
/** @typedef {{ sample: Sample, verdicts: boolean[] }} Judged */

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const commandLine = fileURLToPath(
  new URL('../../../packages/expectations/dist/cli/main.js', import.meta.url),
);
const own = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

/** Two threads for everybody: of a machine with more processors, two are used where `taskset` is there to say so. */
const PINNED = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0 ? ['taskset', '-c', '0,1'] : [];

/** Who checks the data, each in a process of its own that starts from nothing. */
export class Subjects {
  /**
   * @param {string} folder for suites and verdicts
   * @param {{ pandas?: string, gx?: string }} pythons where they can be had
   */
  constructor(folder, { pandas, gx }) {
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '--build', 'packages/expectations'], { cwd: repository });
    this.folder = folder;
    this.pandas = pandas;
    this.gx = gx;
    /** @type {NodeJS.ProcessEnv} */
    this.environment = {
      ...process.env,
      CI: 'true',
      GX_ANALYTICS_ENABLED: 'false',
      PYTHONDONTWRITEBYTECODE: '1',
      OMP_NUM_THREADS: '2',
    };
  }

  /**
   * @param {import('./suites.mjs').Suite} suite
   * @returns {string} its file
   */
  suiteFile(suite) {
    const path = join(this.folder, `${suite.name}.json`);
    writeFileSync(path, JSON.stringify(suite));
    return path;
  }

  /**
   * @param {string} suite
   * @param {string} data
   * @returns {Judged}
   */
  ours(suite, data) {
    const out = join(this.folder, 'ours.json');
    const command = [process.execPath, commandLine, 'validate', '--suite', suite, '--data', data];
    // Its exit code tells the verdict, which is compared below.
    const run = ['sh', '-c', '"$@" || test $? -eq 1', 'sh', ...command];
    const options = ['--result-format', 'BOOLEAN_ONLY', '--json', '--out', out];
    const sample = this.#timed([...run, ...options], out);
    const { results } = JSON.parse(readFileSync(out, 'utf8'));
    const errors = results.filter((/** @type {any} */ { exception_info: info }) => info.raised_exception);
    if (errors.length > 0) throw new Error(`not evaluated: ${errors[0].exception_info.exception_message}`);
    return { sample, verdicts: results.map((/** @type {any} */ { success }) => success) };
  }

  /**
   * @param {string} suite
   * @param {string} data
   * @returns {Judged}
   */
  pandasByHand(suite, data) {
    return this.#python(this.pandas, [own('pandas_checks.py'), suite, data]);
  }

  /**
   * @param {string} suite
   * @param {string} data
   * @param {string} parser of CSV: c or pyarrow
   * @returns {Judged}
   */
  greatExpectations(suite, data, parser) {
    return this.#python(this.gx, [own('gx_checks.py'), suite, data], [parser]);
  }

  /**
   * The least that reading a file costs.
   * @param {string} data
   * @returns {Sample}
   */
  count(data) {
    return timed([...PINNED, process.execPath, own('count-rows.mjs'), data], {
      cwd: this.folder,
      env: this.environment,
    });
  }

  /**
   * @param {string | undefined} python
   * @param {string[]} args
   * @param {string[]} more after the path of the verdicts
   * @returns {Judged}
   */
  #python(python, args, more = []) {
    if (python === undefined) throw new Error('there is no such Python');
    const out = join(this.folder, 'theirs.json');
    const sample = this.#timed([python, ...args, out, ...more], out);
    return { sample, verdicts: JSON.parse(readFileSync(out, 'utf8')) };
  }

  /**
   * @param {string[]} command
   * @param {string} out what it writes
   */
  #timed(command, out) {
    rmSync(out, { force: true });
    return timed([...PINNED, ...command], { cwd: this.folder, env: this.environment });
  }
}
