import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentMakers, environmentPython, PYTHONS, run, SYSTEM_PYTHONS } from './python.mjs';
import { DemoStop } from './stop.mjs';

/** What models of the template `sklearn` ask for; `data_sets.py` says what they do with. */
const PACKAGES = ['pandas>=2.0', 'scikit-learn>=1.4'];

const script = fileURLToPath(new URL('data_sets.py', import.meta.url));
const base = join(realpathSync(tmpdir()), 'modelgate-demo');
/** Kept for the next run. */
const environment = join(base, 'environment');

/**
 * Writes the data sets of the demo as CSV files, and finds the Python that all of its models run in: one that has the
 * packages is used as it is (`MODELGATE_PYTHON`, those on PATH, the system's), else one environment is made for all, with uv where
 * it is installed, or with venv and pip.
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {string} the absolute path of the Python
 * @throws {DemoStop} where no Python can be given the packages
 */
export function writeRealData(folder, say) {
  mkdirSync(folder, { recursive: true });
  /** @type {string[]} */
  const tried = [];
  for (const python of [...namedPython(), ...PYTHONS, ...SYSTEM_PYTHONS, environmentPython(environment)]) {
    const { problem, output } = run(python, [script, folder]);
    if (problem === undefined) return output.trim();
    if (problem !== 'not installed') tried.push(`${python}: ${problem}`);
  }
  for (const { name, steps } of environmentMakers(PACKAGES)) {
    say(`${PACKAGES.join(' and ')} are installed with ${name} into ${environment}; this is done once`);
    const problem = makeEnvironment(steps) ?? run(environmentPython(environment), [script, folder]).problem;
    if (problem === undefined) return environmentPython(environment);
    tried.push(`${name}: ${problem}`);
  }
  throw new DemoStop(
    [
      'The demo trains on data sets that scikit-learn ships, and no Python here has its packages or can be given them:',
      ...tried.map((line) => `  ${line}`),
      'Any one of these is enough; then run the demo again:',
      `  where PyPI or a mirror of it is reached: ${PYTHONS[0]} -m pip install ${PACKAGES.map((name) => `"${name}"`).join(' ')}`,
      '  where it is not: apt install python3-sklearn python3-pandas (Debian 12, Ubuntu 24.04, or newer)',
      '  an environment that has them: MODELGATE_PYTHON=<its python> npm run demo',
      '  for an environment that the demo makes: uv, or Python 3.9 or newer with venv and pip (apt install python3-venv python3-pip)',
    ].join('\n'),
  );
}

function namedPython() {
  const { MODELGATE_PYTHON: named } = process.env;
  return named ? [named] : [];
}

/**
 * Makes the environment beside its place and moves it there when it is whole, so that a demo that was stopped, or one that
 * runs at the same time, leaves nothing half-made. (The interpreter of an environment works wherever its folder is.)
 * @param {(folder: string) => import('./python.mjs').Command[]} steps
 * @returns {string | undefined} why it did not work
 */
function makeEnvironment(steps) {
  mkdirSync(base, { recursive: true });
  const unfinished = mkdtempSync(join(base, 'unfinished-'));
  try {
    for (const [program, args] of steps(unfinished)) {
      const { problem } = run(program, args);
      if (problem !== undefined) return problem;
    }
    rmSync(environment, { recursive: true, force: true });
    renameSync(unfinished, environment);
    return undefined;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
