import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { smallCache } from './small-cache';

export interface ProbedPython {
  /** Absolute path of the interpreter itself, also where a shim stands on PATH. */
  executable: string;
  /** `3.11.7` */
  version: string;
}

export interface ProbePlace {
  /** Where it is asked: shims of version managers look at files of this folder and those above it. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  cacheDir: string;
}

const QUESTION =
  'import json, platform, sys; print(json.dumps({"executable": sys.executable, "version": platform.python_version()}))';

/**
 * Asks a Python who it is, or remembers what it said while nothing has changed that could change the answer.
 * Undefined where it does not run or is no Python.
 */
export function probePython(
  command: readonly [program: string, ...args: string[]],
  place: ProbePlace,
): ProbedPython | undefined {
  const key = identityOf(command, place);
  if (key === undefined) return undefined;
  const cache = smallCache(place.cacheDir, 'python-probes');
  const known = asProbe(cache.get(key));
  if (known && exists(known.executable)) return known;
  const [program, ...args] = command;
  const { stdout } = spawnSync(program, [...args, '-I', '-c', QUESTION], {
    cwd: place.cwd,
    env: place.env,
    encoding: 'utf8',
    timeout: 30_000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const found = parse(stdout ?? '');
  if (found) cache.set(key, found);
  return found;
}

/**
 * What the answer depends on: path, size and time of the program; for a script of a version manager (pyenv, asdf,
 * mise) also what it looks at to choose a version. Undefined where there is no such program.
 */
export function identityOf(command: readonly string[], place: ProbePlace): string | undefined {
  const [program = ''] = command;
  try {
    const real = realpathSync(program);
    const { size, mtimeMs } = statSync(real);
    const parts: unknown[] = [command, real, size, mtimeMs];
    if (isShim(real)) parts.push(...shimChoice(place));
    return JSON.stringify(parts);
  } catch {
    return undefined;
  }
}

function isShim(real: string): boolean {
  if (!/^(python|pypy)/i.test(basename(real))) return true;
  const file = openSync(real, 'r');
  try {
    const start = Buffer.alloc(2);
    readSync(file, start, 0, 2, 0);
    return start.toString('latin1') === '#!';
  } finally {
    closeSync(file);
  }
}

function shimChoice({ cwd, env }: ProbePlace): unknown[] {
  const variables = [
    'PYENV_VERSION',
    'PYENV_ROOT',
    'PYENV_DIR',
    'ASDF_PYTHON_VERSION',
    'MISE_PYTHON_VERSION',
  ];
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '';
  const files = [
    join(env['PYENV_ROOT'] ?? join(home, '.pyenv'), 'version'),
    join(home, '.tool-versions'),
    join(home, '.config', 'mise', 'config.toml'),
    ...upwards(cwd).flatMap((folder) =>
      ['.python-version', '.tool-versions', 'mise.toml', '.mise.toml'].map((name) => join(folder, name)),
    ),
  ];
  return [variables.map((name) => env[name] ?? null), files.map(textOf)];
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function parse(text: string): ProbedPython | undefined {
  try {
    return asProbe(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asProbe(value: unknown): ProbedPython | undefined {
  if (value === null || typeof value !== 'object' || !('executable' in value) || !('version' in value))
    return undefined;
  const { executable, version } = value;
  return typeof executable === 'string' && typeof version === 'string' && /^\d+\.\d+/.test(version)
    ? { executable, version }
    : undefined;
}
