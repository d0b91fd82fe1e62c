const { spawn } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * The least that an executor can do: starts Python where the stage has it, with the pipes that the runner expects, and leaves an
 * artifact.json.
 * @param {{ out: string, python?: string[], env?: Record<string, string> }} options `python`: the command
 * @param {{ root: string }} context
 * @returns {Promise<{ success: boolean }>}
 */
module.exports = async function run({ out, python, env }, { root }) {
  const folder = join(root, out);
  mkdirSync(folder, { recursive: true });
  const code = python === undefined ? 0 : await start(python, { ...process.env, ...env }, root);
  writeFileSync(join(folder, 'artifact.json'), '{}\n');
  return { success: code === 0 };
};

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cwd
 * @returns {Promise<number | null>}
 */
function start([program = '', ...args], env, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'inherit', 'inherit', 'pipe'] });
    child.stdio[3]?.on('data', () => {});
    child.once('error', reject);
    child.once('close', resolve);
  });
}
