import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workspaceEnvironment } from '../../workspace/environment.cjs';

/**
 * @typedef {import('./worker.mjs').Task} Task
 * @typedef {import('./worker.mjs').Outcome} Outcome
 */

const script = fileURLToPath(new URL('worker.mjs', import.meta.url));
/** Enough of what a failed worker printed to see why. */
const KEPT_OUTPUT = 20_000;

/**
 * Runs all tasks, one at a time in each workspace, and gives their outcomes in the order of the tasks.
 * @param {Task[]} tasks
 * @param {object} options
 * @param {import('../../workspace/create.cjs').WorkspaceFolders[]} options.workspaces
 * @param {string} options.pristine where the models lie as each run begins with them
 * @param {NodeJS.ProcessEnv} options.environment
 * @param {(done: number) => void} options.onDone
 * @returns {Promise<Outcome[]>}
 */
export async function runAll(tasks, { workspaces, pristine, environment, onDone }) {
  /** @type {Outcome[]} */
  const outcomes = [];
  let next = 0;
  let done = 0;
  const work = async (/** @type {import('../../workspace/create.cjs').WorkspaceFolders} */ folders) => {
    const worker = start(folders, pristine, environment);
    try {
      while (next < tasks.length) {
        const index = next++;
        const task = tasks[index];
        if (task) outcomes[index] = await worker.run(task);
        onDone(++done);
      }
    } catch (error) {
      next = tasks.length;
      throw error;
    } finally {
      worker.end();
    }
  };
  await Promise.all(workspaces.map(work));
  return outcomes;
}

/**
 * @param {import('../../workspace/create.cjs').WorkspaceFolders} folders
 * @param {string} pristine
 * @param {NodeJS.ProcessEnv} environment
 */
function start(folders, pristine, environment) {
  const child = fork(script, [folders.root, pristine], {
    cwd: folders.root,
    // As in one nx command: what is the same for all tasks, such as the commit, is asked once.
    env: workspaceEnvironment(folders, { ...environment, MODELGATE_RUN: 'bench' }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => (output = `${output}${chunk}`.slice(-KEPT_OUTPUT)));
  }
  return {
    /**
     * @param {Task} task
     * @returns {Promise<Outcome>}
     */
    run(task) {
      const where = `${task.kind} of ${task.model.name}, seed ${task.seed}`;
      return new Promise((resolve, reject) => {
        const fail = (/** @type {string} */ why) => reject(new Error(`${where}: ${why}\n${output}`));
        const onExit = (/** @type {number | null} */ code) => fail(`the worker ended with ${code}`);
        child.once('exit', onExit);
        child.once('message', (/** @type {{ outcome?: Outcome, problem?: string }} */ answer) => {
          child.off('exit', onExit);
          if (answer.outcome) resolve(answer.outcome);
          else fail(answer.problem ?? 'no answer');
        });
        child.send(task);
      });
    },
    end() {
      child.kill();
    },
  };
}
