const { spawn } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * The least that an executor can do: starts Python where the stage has it, with the pipes that the runner expects, and leaves an
 * artifact.json.
 * @param {{ out: string, args?: string[], env?: Record<string, string> }} options
 * @param {{ root: string }} context
 * @returns {Promise<{ success: boolean }>}
 */
module.exports = async function run({ out, args, env }, { root }) {
  const folder = join(root, out);
  mkdirSync(folder, { recursive: true });
  const code = args === undefined ? 0 : await python(args, { ...process.env, ...env }, root);
  writeFileSync(join(folder, 'artifact.json'), '{}\n');
  return { success: code === 0 };
};

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cwd
 * @returns {Promise<number | null>}
 */
function python(args, env, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', args, { cwd, env, stdio: ['pipe', 'inherit', 'inherit', 'pipe'] });
    child.stdio[3]?.on('data', () => {});
    child.once('error', reject);
    child.once('close', resolve);
  });
}
