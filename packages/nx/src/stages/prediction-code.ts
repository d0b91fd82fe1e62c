import { posix } from 'node:path';
import type { ModelShape } from '../inference/model-shape';
import { NOT_FOR_TRAINING } from '../inference/stage-inputs';

/**
 * The project's Python files that a prediction runs and that training need not have imported: those that scoring
 * imported, and the modules of the evaluate and api entry points with their packages.
 *
 * @param imported from the project's folder, as the run record of score lists them
 * @param isFile whether a path from the project's folder is a file
 * @returns paths from the project's folder, sorted
 */
export function predictionCode(
  { entry, pythonPath }: ModelShape,
  imported: readonly string[],
  isFile: (path: string) => boolean,
): string[] {
  const modules = NOT_FOR_TRAINING.map((name) => entry[name].split(':')[0] ?? '');
  const files = pythonPath.flatMap((folder) => modules.flatMap((module) => filesOfModule(folder, module)));
  return [...new Set([...imported, ...files])]
    .filter((path) => !path.startsWith('../') && isFile(path))
    .sort();
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
