import type { PostTasksExecution } from '@nx/devkit';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FILES } from '../inference/reading';
import { outputFolder } from '../inference/targets';
import { readPluginOptions } from '../inference/plugin-options';

/** What became of the validation of one project's data in this run. */
export interface ValidatedProject {
  name: string;
  /** From the workspace. */
  root: string;
  /** Nx's word for what happened: `success`, `failure`, `local-cache`, `remote-cache`. */
  status: string;
}

/**
 * Runs the actions of the checkpoints of every project whose data was validated in this run, or whose verdict came from
 * the cache. Nothing is thrown: an action changes no verdict. It is called after every nx command that has tasks, so
 * whatever is needed for it is loaded only where a project may have a checkpoint.
 */
export const postTasksExecution: PostTasksExecution = async (options, { workspaceRoot, taskResults }) => {
  try {
    const target = readPluginOptions(options).options.targets['validate-data'] ?? 'validate-data';
    const projects = Object.values(taskResults).flatMap(({ task, status }): ValidatedProject[] => {
      const { project, target: name } = task.target;
      const root = task.projectRoot;
      return name === target && root !== undefined && status !== 'skipped'
        ? [{ name: project, root, status }]
        : [];
    });
    const concerned = projects.filter((project) => mayHaveCheckpoints(project, workspaceRoot));
    if (concerned.length === 0) return;
    const { runCheckpoints } = await import('../checkpoints/run-checkpoints.js');
    await runCheckpoints(concerned, { workspaceRoot, env: process.env });
  } catch (error) {
    console.error(
      `modelgate: the checkpoints were not run: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const FOLDERS = ['checkpoints', 'great_expectations/checkpoints', 'gx/checkpoints'];

/**
 * A validation that came to its end has left a file where there are checkpoints. Of another one their places are looked at:
 * they lie beside suites, which the project's file may name elsewhere.
 */
function mayHaveCheckpoints({ root, status }: ValidatedProject, workspaceRoot: string): boolean {
  if (existsSync(join(workspaceRoot, outputFolder(root, 'validate-data'), 'validations.json'))) return true;
  if (status !== 'failure') return false;
  const folder = join(workspaceRoot, root);
  if (FOLDERS.some((path) => existsSync(join(folder, path)))) return true;
  const file = PROJECT_FILES.map((name) => join(folder, name)).find(existsSync);
  return file !== undefined && /\/expectations\//.test(readFileSync(file, 'utf8'));
}
