import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../../workspace/create.cjs';
import { workspaceEnvironment } from '../../workspace/environment.cjs';
import { findPython } from '../python.mjs';
import { timed } from '../timing.mjs';

/** @typedef {import('../../workspace/create.cjs').WorkspaceFolders} WorkspaceFolders */

/**
 * Gets DVC from PyPI, or takes the environment that an earlier run made.
 * @returns {{ python: string } | { problem: string }} a Python that has DVC, or in one line why there is none
 */
export function findDvc() {
  return findPython(['dvc'], 'dvc');
}

/** A repository that runs its pipeline with DVC. */
export class DvcSite {
  /**
   * @param {WorkspaceFolders} folders
   * @param {string} python that has DVC
   */
  constructor(folders, python) {
    this.folders = folders;
    /** @type {string} */
    this.root = folders.root;
    /** @type {string} */
    this.python = python;
    // Nothing of Nx has to be looked through here.
    rmSync(join(this.root, 'node_modules'), { recursive: true });
    /** @type {NodeJS.ProcessEnv} */
    this.environment = workspaceEnvironment(folders, { DVC_NO_ANALYTICS: '1' });
    this.dvc(['init', '--quiet']);
    for (const setting of ['core.check_update', 'core.analytics']) this.dvc(['config', setting, 'false']);
  }

  /**
   * @param {string[]} args
   * @returns {string} what it printed
   */
  dvc(args) {
    return execFileSync(this.python, ['-m', 'dvc', ...args], {
      cwd: this.root,
      env: this.environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  version() {
    return this.dvc(['--version']).trim();
  }

  /**
   * Times `dvc repro` of all pipelines.
   * @returns {{ sample: import('../timing.mjs').Sample, ran: string[], skipped: string[] }} stages as `project:stage`
   */
  repro() {
    const log = join(this.folders.home, 'repro.log');
    const command = [this.python, '-m', 'dvc', 'repro', '--all-pipelines'];
    const sample = timed(['sh', '-c', 'exec "$@" > "$0" 2>&1', log, ...command], {
      cwd: this.root,
      env: this.environment,
    });
    const output = readFileSync(log, 'utf8');
    return {
      sample,
      ran: stagesIn(output, /^Running stage '(.+)':$/gm),
      skipped: stagesIn(output, /^Stage '(.+)' didn't change, skipping$/gm),
    };
  }

  /** @param {string} message */
  commit(message) {
    git(this.folders, ['add', '--all']);
    git(this.folders, ['commit', '--quiet', `--message=${message}`]);
  }

  remove() {
    rmSync(this.folders.home, { recursive: true, force: true });
  }
}

/**
 * @param {string} output
 * @param {RegExp} pattern its first group is `models/model-000/dvc.yaml:train`
 */
function stagesIn(output, pattern) {
  return [...output.matchAll(pattern)]
    .map(([, name = '']) => name.replace(/^.*\/([^/]+)\/dvc\.yaml:/, '$1:'))
    .sort();
}
