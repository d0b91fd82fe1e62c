import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { minorSatisfies, minorSatisfying, pythonMinor } from '@modelgate/runtime/hook';
import { lastModels } from '../inference/model-cache';

/**
 * Python's minor version of the workspace (`3.11`), followed by the projects that run with another one
 * (`3.11;models/a=3.12`): those with a `.venv` of their own, and those for which one will be made because model.yaml asks
 * for another version than the workspace has.
 */
export function pythonMinors(workspaceRoot: string, env: NodeJS.ProcessEnv, cacheDir: string): string {
  const question = { workspaceRoot, env, cacheDir };
  const common = pythonMinor(question);
  if (env['MODELGATE_PYTHON']) return common;
  const known = new Map<string, string | undefined>();
  const others = lastModels(cacheDir).flatMap(({ root, python }) => {
    const demanded = () =>
      python === undefined || minorSatisfies(common, python) ? undefined : minorSatisfying(question, python);
    const minor = nearestVenvMinor(workspaceRoot, root, known) ?? demanded();
    return minor === undefined || minor === common ? [] : [`${root}=${minor}`];
  });
  return [common, ...others].join(';');
}

/** The minor version that `projectRoot` has according to a text of `pythonMinors`. */
export function minorOf(minors: string, projectRoot: string): string | undefined {
  const [common, ...others] = minors.split(';');
  const own = others.find((other) => other.slice(0, other.lastIndexOf('=')) === projectRoot);
  return own === undefined ? common : own.slice(own.lastIndexOf('=') + 1);
}

function nearestVenvMinor(
  workspaceRoot: string,
  folder: string,
  known: Map<string, string | undefined>,
): string | undefined {
  if (folder === '.' || folder === '') return undefined;
  if (!known.has(folder)) {
    known.set(
      folder,
      venvMinor(join(workspaceRoot, folder)) ?? nearestVenvMinor(workspaceRoot, posix.dirname(folder), known),
    );
  }
  return known.get(folder);
}

function venvMinor(folder: string): string | undefined {
  const file = join(folder, '.venv', 'pyvenv.cfg');
  // Asked for every model before every command: a look is cheaper than an exception.
  if (!existsSync(file)) return undefined;
  try {
    const text = readFileSync(file, 'utf8');
    return /^version(?:_info)?\s*=\s*(\d+\.\d+)/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}
