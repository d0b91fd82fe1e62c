import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namedPython, pythonsOnPath, venvVersion, versionedPythonsOnPath } from './python-places';
import { probePython } from './python-probe';
import { satisfies } from './python-version';

export interface PythonMinorQuestion {
  workspaceRoot: string;
  env: NodeJS.ProcessEnv;
  /** A folder of the workspace for what may be lost at any time. */
  cacheDir: string;
}

/**
 * Python's minor version in a workspace, `3.11`, or `none`: of MODELGATE_PYTHON, else of .python-version, of the root's
 * .venv, of the active virtual environment, of the Python on PATH. It reads small files; a program is started only
 * where its answer is not remembered.
 */
export function pythonMinor({ workspaceRoot, env, cacheDir }: PythonMinorQuestion): string {
  const place = { cwd: workspaceRoot, env, cacheDir };
  const named = env['MODELGATE_PYTHON'];
  if (named) {
    const path = namedPython(named, workspaceRoot, env);
    return minorOf(path === undefined ? undefined : probePython([path], place)?.version) ?? 'none';
  }
  const written = minorOf(pinned(workspaceRoot)) ?? minorOf(venvVersion(join(workspaceRoot, '.venv')));
  if (written !== undefined) return written;
  const active = env['VIRTUAL_ENV'] ? minorOf(venvVersion(env['VIRTUAL_ENV'])) : undefined;
  if (active !== undefined) return active;
  for (const command of pythonsOnPath(env)) {
    const found = minorOf(probePython(command, place)?.version);
    if (found !== undefined) return found;
  }
  return 'none';
}

/**
 * The minor version of the Python that an environment is made from for a model that asks for `requires`, `>=3.12`: the
 * first on PATH that satisfies it. Undefined where there is none, or the specifier cannot be read.
 */
export function minorSatisfying(
  { workspaceRoot, env, cacheDir }: PythonMinorQuestion,
  requires: string,
): string | undefined {
  const place = { cwd: workspaceRoot, env, cacheDir };
  for (const command of [...pythonsOnPath(env), ...versionedPythonsOnPath(env)]) {
    const version = probePython(command, place)?.version;
    if (version !== undefined && satisfies(version, requires) === true) return minorOf(version);
  }
  return undefined;
}

/** Whether some patch release of a minor version, `3.11`, satisfies a specifier; true where it cannot be read. */
export function minorSatisfies(minor: string, requires: string): boolean {
  return [`${minor}.0`, `${minor}.99`].some((version) => satisfies(version, requires) !== false);
}

function minorOf(version: string | undefined): string | undefined {
  return version === undefined ? undefined : /^\d+\.\d+/.exec(version)?.[0];
}

function pinned(workspaceRoot: string): string | undefined {
  try {
    const [first = ''] = readFileSync(join(workspaceRoot, '.python-version'), 'utf8').split(/\r?\n/);
    return first.trim();
  } catch {
    return undefined;
  }
}
