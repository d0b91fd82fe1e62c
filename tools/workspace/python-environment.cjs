const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const base = join(fs.realpathSync(tmpdir()), 'modelgate-python');

/**
 * A Python that has these packages: an environment that is made once for a list of packages and kept.
 * MODELGATE_TEST_ENVIRONMENT names the Python of one that is there already.
 * @param {string[]} packages as pip takes them: `pandas>=2.0`
 * @returns {string} absolute path of the interpreter
 */
function pythonWith(packages) {
  const named = process.env.MODELGATE_TEST_ENVIRONMENT;
  if (named !== undefined) return named;
  const origin = execFileSync('python3', ['-I', '-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  const key = createHash('sha256').update(JSON.stringify([origin, [...packages].sort()]));
  const folder = join(base, key.digest('hex').slice(0, 16));
  if (fs.existsSync(folder)) return pythonOf(folder);

  fs.mkdirSync(base, { recursive: true });
  const unfinished = fs.mkdtempSync(join(base, 'unfinished-'));
  execFileSync(origin.trim(), ['-m', 'venv', unfinished]);
  // Of a moved environment the programs beside python do not start; `python -m` does.
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  execFileSync(pythonOf(unfinished), install, { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    fs.renameSync(unfinished, folder);
  } catch (error) {
    // Two may make the same one at once: the first one to finish wins.
    if (!fs.existsSync(folder)) throw error;
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
  return pythonOf(folder);
}

/** @param {string} folder */
function pythonOf(folder) {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

module.exports = { pythonWith };
