import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const maker = fileURLToPath(new URL('../workspace/python-environment.cjs', import.meta.url));

/**
 * Gets packages from PyPI, or takes the environment that an earlier run made.
 * @param {string[]} packages as pip takes them
 * @param {string} module what has to be there to import
 * @returns {{ python: string } | { problem: string }} a Python that has them, or in one line why there is none
 */
export function findPython(packages, module) {
  // In a process of its own, so that what pip says of a failure can be told in one line.
  const call = `require(${JSON.stringify(maker)}).pythonWith(${JSON.stringify(packages)})`;
  const made = run(process.execPath, ['-p', call]);
  if ('problem' in made) return made;
  const python = made.output.trim();
  const found = run(python, ['-c', `import ${module}`]);
  return 'problem' in found ? found : { python };
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {{ output: string } | { problem: string }}
 */
function run(program, args) {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) return { problem: error.message };
  if (status === 0) return { output: stdout };
  const lines = stderr.trim().split('\n');
  // pip begins the line that matters with this word; Python ends with it.
  return { problem: lines.find((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '' };
}
