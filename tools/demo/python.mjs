import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const WINDOWS = process.platform === 'win32';

/** Names under which Python is looked for on PATH. */
export const PYTHONS = WINDOWS ? ['python', 'python3'] : ['python3', 'python'];

/** Where packages of the system, as Debian's, are installed, whatever comes first on PATH. */
export const SYSTEM_PYTHONS = WINDOWS ? [] : ['/usr/bin/python3'];

/** @typedef {[program: string, args: string[]]} Command */

/**
 * Ways to make a folder an environment with these packages, as far as their programs are installed. Wheels only: a source
 * package would have to be compiled.
 * @param {string[]} packages
 * @returns {{ name: string, steps: (folder: string) => Command[] }[]}
 */
export function environmentMakers(packages) {
  const makers = [];
  const wanted = ['--quiet', '--only-binary=:all:', ...packages];
  if (isInstalled('uv')) {
    makers.push({
      name: 'uv',
      steps: (/** @type {string} */ folder) => [
        command('uv', ['venv', '--quiet', folder]),
        command('uv', ['pip', 'install', '--python', environmentPython(folder), ...wanted]),
      ],
    });
  }
  const python = PYTHONS.find(isInstalled);
  if (python !== undefined) {
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--retries=1', '--timeout=20'];
    makers.push({
      name: `${python} -m venv and pip`,
      steps: (/** @type {string} */ folder) => [
        command(python, ['-m', 'venv', folder]),
        command(environmentPython(folder), [...pip, ...wanted]),
      ],
    });
  }
  return makers;
}

/**
 * The Python of an environment.
 * @param {string} folder
 */
export function environmentPython(folder) {
  return WINDOWS ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {{ output: string, problem: string | undefined }} what it printed on stdout, and why it failed: its last line on stderr
 */
export function run(program, args) {
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) {
    const missing = 'code' in error && error.code === 'ENOENT';
    return { output: '', problem: missing ? 'not installed' : error.message };
  }
  if (status === 0) return { output: stdout, problem: undefined };
  const reason = stderr.trim().split('\n').pop() || `ended with ${signal ?? `exit code ${status}`}`;
  return { output: stdout, problem: reason };
}

/** @param {string} program */
function isInstalled(program) {
  return run(program, ['--version']).problem === undefined;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Command}
 */
function command(program, args) {
  return [program, args];
}
