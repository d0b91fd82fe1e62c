import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { git, nxScript } from '../../workspace/create.cjs';
import { workspaceEnvironment } from '../../workspace/environment.cjs';
import { timed } from '../timing.mjs';

/** @typedef {import('../../workspace/create.cjs').WorkspaceFolders} WorkspaceFolders */

/** One workspace of a comparison: runs nx in it, timed or not, and checks what Nx says it did. */
export class Site {
  /** @param {WorkspaceFolders} folders */
  constructor(folders) {
    this.folders = folders;
    this.root = folders.root;
    this.script = nxScript(folders.root);
  }

  /**
   * Runs nx and returns what it printed on stdout; a failure throws.
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} [mode]
   */
  nx(args, mode = {}) {
    return execFileSync(process.execPath, [this.script, ...args], {
      cwd: this.root,
      env: workspaceEnvironment(this.folders, mode),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /**
   * Times nx, and makes sure that as many tasks ran, or were cached, as the comparison is about.
   * @param {string[]} args
   * @param {{ ran?: number, cached?: number }} expected
   * @param {NodeJS.ProcessEnv} [mode]
   * @returns {import('../timing.mjs').Sample}
   */
  timedNx(args, { ran = 0, cached = 0 }, mode = {}) {
    const run = this.timedRun(args, mode);
    if (run.ran.length !== ran || run.cached.length !== cached) {
      const seen = `${run.ran.length} ran and ${run.cached.length} were cached`;
      throw new Error(`nx ${args.join(' ')} in ${this.root}: ${seen}, expected ${ran} and ${cached}`);
    }
    return run.sample;
  }

  /**
   * Times nx, and tells which tasks ran and which were cached, as `project:target` in alphabetical order.
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} [mode]
   * @returns {{ sample: import('../timing.mjs').Sample, ran: string[], cached: string[] }}
   */
  timedRun(args, mode = {}) {
    const record = join(this.folders.cacheDirectory, 'run.json');
    rmSync(record, { force: true });
    const sample = timed([process.execPath, this.script, ...args], {
      cwd: this.root,
      env: workspaceEnvironment(this.folders, mode),
    });
    /** @type {{ taskId: string, cacheStatus: string }[]} */
    const tasks = JSON.parse(readFileSync(record, 'utf8')).tasks;
    const ids = (/** @type {boolean} */ ran) =>
      tasks
        .filter(({ cacheStatus }) => (cacheStatus === 'cache-miss') === ran)
        .map(({ taskId }) => taskId)
        .sort();
    return { sample, ran: ids(true), cached: ids(false) };
  }

  /** The project graph as Nx resolves it. */
  graph() {
    const file = join(this.folders.home, 'graph.json');
    this.nx(['graph', `--file=${file}`]);
    /** @type {{ graph: { nodes: Record<string, ProjectNode> } }} */
    const { graph } = JSON.parse(readFileSync(file, 'utf8'));
    return graph;
  }

  /**
   * What a command would run: numbers of tasks, and of their inputs and outputs.
   * @param {string[]} args
   */
  plan(args) {
    const file = join(this.folders.home, 'plan.json');
    this.nx([...args, `--graph=${file}`]);
    /** @type {{ graph: { nodes: Record<string, ProjectNode> }, tasks: { tasks: Record<string, { target: { project: string, target: string } }> } }} */
    const { graph, tasks } = JSON.parse(readFileSync(file, 'utf8'));
    const counts = { tasks: 0, inputs: 0, outputs: 0 };
    for (const { target } of Object.values(tasks.tasks)) {
      const definition = graph.nodes[target.project]?.data.targets[target.target];
      counts.tasks += 1;
      counts.inputs += definition?.inputs?.length ?? 0;
      counts.outputs += definition?.outputs?.length ?? 0;
    }
    return counts;
  }

  /** @param {string[]} args */
  git(...args) {
    return git(this.folders, args);
  }

  /** @param {string} message */
  commit(message) {
    this.git('add', '--all');
    this.git('commit', '--quiet', `--message=${message}`);
  }

  /** Forgets every result: cache, workspace data and outputs. */
  forget() {
    const { cacheDirectory, workspaceDataDirectory } = this.folders;
    for (const folder of [
      cacheDirectory,
      workspaceDataDirectory,
      join(this.root, 'dist'),
      join(this.root, '.nx'),
    ]) {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  remove() {
    this.nx(['daemon', '--stop']);
    rmSync(this.folders.home, { recursive: true, force: true });
  }
}

/**
 * @typedef {object} ProjectNode
 * @property {{ root: string, targets: Record<string, Target> }} data
 *
 * @typedef {object} Target
 * @property {string} executor
 * @property {Record<string, unknown>} [options]
 * @property {unknown[]} [inputs]
 * @property {string[]} [outputs]
 * @property {unknown[]} [dependsOn]
 * @property {boolean} [cache]
 * @property {boolean} [parallelism]
 * @property {unknown} [metadata]
 */
