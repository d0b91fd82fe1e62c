import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { nxScript } from '../workspace/create.cjs';
import { workspaceEnvironment } from '../workspace/environment.cjs';

/** Targets that only gather others: Nx has nothing to cache of them. */
const GATHERING = new Set(['check', 'gate']);

/** Lines of Nx itself: the next task, or what it says of the whole run. */
const NEXT_BY_NX = /^(> nx run |. {2}nx run | NX | {2}Run duration:)/u;

/**
 * One command of Nx, and what Nx itself recorded of it. Ids of tasks are `<project>:<target>`, sorted; tasks that Nx skipped
 * behind a failed one are in no list.
 * @typedef {object} NxRun
 * @property {number | null} code
 * @property {number} seconds
 * @property {string} output stdout, then stderr
 * @property {boolean} recorded whether it ran tasks
 * @property {string[]} ran
 * @property {string[]} cached
 * @property {string[]} failed
 * @property {number} savedSeconds what the cached tasks took when they ran
 * @property {(id: string) => string} textOf what a task printed
 */

/**
 * @typedef {object} RecordedTask
 * @property {string} taskId
 * @property {string} target
 * @property {string} hash
 * @property {string} cacheStatus
 * @property {number} status
 * @property {string} startTime
 * @property {string} endTime
 */

/**
 * Runs Nx in a workspace; every run of this process adds to what is known of how long tasks take.
 * @param {import('../workspace/create.cjs').WorkspaceFolders} folders
 * @param {{ color: boolean, python?: string }} options `python`: what the models run in, where it is not to be looked for
 * @returns {(args: string[]) => NxRun}
 */
export function nxIn(folders, { color, python }) {
  const script = nxScript(folders.root);
  const recordFile = join(folders.cacheDirectory, 'run.json');
  const env = workspaceEnvironment(folders, {
    NO_COLOR: undefined,
    FORCE_COLOR: color ? '1' : '0',
    MODELGATE_PYTHON: python,
  });
  /** @type {Map<string, number>} */
  const secondsByHash = new Map();

  return (args) => {
    rmSync(recordFile, { force: true });
    const started = performance.now();
    const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, ...args], {
      cwd: folders.root,
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (error) throw error;
    const seconds = (performance.now() - started) / 1000;
    const recorded = existsSync(recordFile);
    const tasks = readTasks(recordFile);

    for (const task of tasks.filter((task) => !wasCached(task)))
      secondsByHash.set(task.hash, (Date.parse(task.endTime) - Date.parse(task.startTime)) / 1000);
    const cached = tasks.filter(wasCached);
    return {
      code: status,
      seconds,
      output: stdout + stderr,
      recorded,
      ran: ids(tasks.filter((task) => task.status === 0 && !wasCached(task))),
      cached: ids(cached),
      failed: ids(tasks.filter((task) => task.status !== 0)),
      savedSeconds: cached.reduce((sum, { hash }) => sum + (secondsByHash.get(hash) ?? 0), 0),
      textOf(id) {
        const task = tasks.find(({ taskId }) => taskId === id);
        if (!task) throw new Error(`${id} is no task of nx ${args.join(' ')}`);
        const file = join(folders.cacheDirectory, 'terminalOutputs', task.hash);
        return existsSync(file) ? readFileSync(file, 'utf8') : sectionOf(stdout, id);
      },
    };
  };
}

/**
 * What Nx printed of one task. Of a task that failed in a batch it keeps no output in the cache, but prints it.
 * @param {string} output
 * @param {string} id
 */
function sectionOf(output, id) {
  const lines = output.split('\n');
  const plain = lines.map((line) => stripVTControlCharacters(line).trimEnd());
  const start = plain.lastIndexOf(`> nx run ${id}`) + 1;
  if (start === 0) throw new Error(`Nx printed nothing of ${id}:\n${output}`);
  const end = plain.findIndex((line, index) => index >= start && NEXT_BY_NX.test(line));
  return lines.slice(start, end < 0 ? undefined : end).join('\n');
}

/**
 * @param {string} file
 * @returns {RecordedTask[]}
 */
function readTasks(file) {
  if (!existsSync(file)) return [];
  /** @type {RecordedTask[]} */
  const tasks = JSON.parse(readFileSync(file, 'utf8')).tasks;
  return tasks.filter(({ target }) => !GATHERING.has(target));
}

/** @param {RecordedTask} task */
function wasCached({ cacheStatus }) {
  return cacheStatus !== 'cache-miss';
}

/** @param {RecordedTask[]} tasks */
function ids(tasks) {
  return tasks.map(({ taskId }) => taskId).sort();
}
