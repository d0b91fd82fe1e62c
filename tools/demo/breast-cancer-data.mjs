import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DemoStop } from './stop.mjs';

const WINDOWS = process.platform === 'win32';
const PYTHONS = WINDOWS ? ['python', 'python3'] : ['python3', 'python'];
const script = fileURLToPath(new URL('breast_cancer.py', import.meta.url));
const base = join(realpathSync(tmpdir()), 'modelgate-demo');
/** Kept for the next run. */
const environment = join(base, 'scikit-learn');

/**
 * Writes the breast cancer data as CSV: 569 rows, 30 features and the diagnosis. Uses a Python on PATH that has scikit-learn,
 * else an environment that is made for it with uv, or with venv and pip.
 * @param {string} file
 * @param {(line: string) => void} say
 * @returns {string} the Python that wrote it
 * @throws {DemoStop} where no Python can be given scikit-learn
 */
export function writeBreastCancerData(file, say) {
  /** @type {string[]} */
  const tried = [];
  for (const python of [...PYTHONS, venvPython(environment)]) {
    if (python === venvPython(environment) && !existsSync(python)) continue;
    const problem = run(python, [script, file]);
    if (problem === undefined) return python;
    tried.push(`${python}: ${problem}`);
  }
  for (const { name, steps } of makers()) {
    say(`scikit-learn is installed with ${name} into ${environment}; this is done once`);
    const problem = makeEnvironment(steps) ?? run(venvPython(environment), [script, file]);
    if (problem === undefined) return venvPython(environment);
    tried.push(`${name}: ${problem}`);
  }
  throw new DemoStop(
    [
      'The demo trains on the breast cancer data of scikit-learn, and no Python here has it or can be given it:',
      ...tried.map((line) => `  ${line}`),
      'Install one of these, and run the demo again:',
      `  scikit-learn, for the Python on PATH: ${PYTHONS[0]} -m pip install scikit-learn`,
      '  uv, which makes an environment by itself',
      '  Python 3.9 or newer with venv and pip (Debian and Ubuntu: apt install python3-venv python3-pip)',
    ].join('\n'),
  );
}

/** @typedef {[program: string, args: string[]]} Command */

/**
 * Ways to make a folder an environment with scikit-learn, as far as their programs are installed. Wheels only: a source
 * package would have to be compiled.
 * @returns {{ name: string, steps: (folder: string) => Command[] }[]}
 */
function makers() {
  const packages = ['--quiet', '--only-binary=:all:', 'scikit-learn'];
  const makers = [];
  if (isInstalled('uv')) {
    makers.push({
      name: 'uv',
      steps: (/** @type {string} */ folder) => [
        command('uv', ['venv', '--quiet', folder]),
        command('uv', ['pip', 'install', '--python', venvPython(folder), ...packages]),
      ],
    });
  }
  const python = PYTHONS.find(isInstalled);
  if (python !== undefined) {
    makers.push({
      name: `${python} -m venv and pip`,
      steps: (/** @type {string} */ folder) => [
        command(python, ['-m', 'venv', folder]),
        command(venvPython(folder), ['-m', 'pip', 'install', '--disable-pip-version-check', ...packages]),
      ],
    });
  }
  return makers;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Command}
 */
function command(program, args) {
  return [program, args];
}

/** @param {string} program */
function isInstalled(program) {
  return run(program, ['--version']) === undefined;
}

/**
 * Makes the environment beside its place and moves it there when it is whole, so that a demo that was stopped, or one that
 * runs at the same time, leaves nothing half-made. (The interpreter of an environment works wherever its folder is.)
 * @param {(folder: string) => Command[]} steps
 * @returns {string | undefined} why it did not work
 */
function makeEnvironment(steps) {
  mkdirSync(base, { recursive: true });
  const unfinished = mkdtempSync(join(base, 'unfinished-'));
  try {
    for (const [program, args] of steps(unfinished)) {
      const problem = run(program, args);
      if (problem !== undefined) return problem;
    }
    rmSync(environment, { recursive: true, force: true });
    renameSync(unfinished, environment);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {string | undefined} why it failed: its last line on stderr
 */
function run(program, args) {
  const { error, status, signal, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (error) return 'code' in error && error.code === 'ENOENT' ? 'not installed' : error.message;
  if (status === 0) return undefined;
  return stderr.trim().split('\n').pop() || `ended with ${signal ?? `exit code ${status}`}`;
}

/** @param {string} folder */
function venvPython(folder) {
  return WINDOWS ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}
