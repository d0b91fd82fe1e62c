const { spawnSync } = require('node:child_process');

/**
 * Runs npm and returns what it printed; a failure throws an error with both streams. Under `npm run` the same npm is used
 * that runs the script.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {string}
 */
function npm(args, { cwd, env = process.env }) {
  const script = process.env.npm_execpath;
  // Windows starts npm through a batch file, which needs a shell; the arguments here are ours, never a user's.
  const [command, first, shell] = script?.endsWith('.js')
    ? [process.execPath, [script], false]
    : ['npm', [], process.platform === 'win32'];
  const result = spawnSync(command, [...first, ...args], {
    cwd,
    env,
    shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (result.error) throw result.error;
  if (result.status !== 0)
    throw new Error(`npm ${args.join(' ')} exited with ${result.status}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

module.exports = { npm };
