import { posix } from 'node:path';
import type { ModelShape } from '../inference/model-shape';
import { NOT_FOR_TRAINING } from '../inference/code-sources';

export interface CodeFile {
  /** Below `code/`. */
  path: string;
  /** From the project's folder. */
  from: string;
}

/**
 * The Python files that a prediction runs and that training need not have imported: those that scoring imported, and
 * the modules of the evaluate and api entry points with their packages. A model that a command scores has none: all of its
 * code went with the training.
 *
 * @param imported what the run record of score lists: paths from the project's folder, and `.libraries/...`
 * @param place where `.libraries/...` lies, from the project's folder
 * @param isFile whether a path from the project's folder is a file
 * @returns sorted by path
 */
export function predictionCode(
  { entry, pythonPath, commands }: ModelShape,
  imported: readonly string[],
  place: (path: string) => string,
  isFile: (path: string) => boolean,
): CodeFile[] {
  if (commands?.score) return [];
  const modules = NOT_FOR_TRAINING.map((name) => entry[name].split(':')[0] ?? '');
  const files = pythonPath.flatMap((folder) => modules.flatMap((module) => filesOfModule(folder, module)));
  return [...new Set([...imported, ...files])]
    .filter((path) => !path.startsWith('../'))
    .map((path) => ({ path, from: place(path) }))
    .filter(({ from }) => isFile(from))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `credit_risk.api` is `credit_risk/api.py` or `credit_risk/api/__init__.py`, inside the package `credit_risk`. */
function filesOfModule(folder: string, module: string): string[] {
  const parts = module.split('.');
  const packages = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1));
  const own = posix.join(folder, ...parts);
  return [
    `${own}.py`,
    posix.join(own, '__init__.py'),
    ...packages.map((names) => posix.join(folder, ...names, '__init__.py')),
  ];
}
