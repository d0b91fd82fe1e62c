import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { findProgram } from './find-program';

const WINDOWS = process.platform === 'win32';

/** A program and the arguments that make it a Python: `py -3` on Windows. */
export type PythonCommand = readonly [program: string, ...args: string[]];

/** The interpreter of a virtual environment. */
export function venvPython(venv: string): string {
  return WINDOWS ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

/** The interpreter of a conda environment. */
export function condaPython(prefix: string): string {
  return WINDOWS ? join(prefix, 'python.exe') : join(prefix, 'bin', 'python');
}

/** The Pythons on PATH by their usual names, in the order in which they are asked. */
export function pythonsOnPath(env: NodeJS.ProcessEnv): PythonCommand[] {
  const found: PythonCommand[] = ['python3', 'python'].flatMap((name) => {
    const path = findProgram(name, env);
    return path === undefined ? [] : [[path] as const];
  });
  const launcher = WINDOWS ? findProgram('py', env) : undefined;
  return launcher === undefined ? found : [...found, [launcher, '-3']];
}

/** Pythons on PATH whose name tells their version, newest first. */
export function versionedPythonsOnPath(env: NodeJS.ProcessEnv): PythonCommand[] {
  return [14, 13, 12, 11, 10, 9].flatMap((minor) => {
    const path = findProgram(`python3.${minor}`, env);
    return path === undefined ? [] : [[path] as const];
  });
}

/** What `MODELGATE_PYTHON` names: a path (from the workspace), or a program on PATH. */
export function namedPython(name: string, workspaceRoot: string, env: NodeJS.ProcessEnv): string | undefined {
  if (isAbsolute(name)) return name;
  return /[/\\]/.test(name) ? join(workspaceRoot, name) : findProgram(name, env);
}

/** Python's version according to a virtual environment's own file, as far as it tells: `3.11.7`. */
export function venvVersion(venv: string): string | undefined {
  try {
    const text = readFileSync(join(venv, 'pyvenv.cfg'), 'utf8');
    return /^version(?:_info)?\s*=\s*(\d+\.\d+[^\s]*)/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

/** Folders from `from` up to `to`; `from` alone where it does not lie in `to`. */
export function foldersUp(from: string, to: string): string[] {
  const inner = relative(to, from);
  if (inner === '' || inner.startsWith('..') || isAbsolute(inner)) return [from];
  return [from, ...foldersUp(dirname(from), to)];
}
