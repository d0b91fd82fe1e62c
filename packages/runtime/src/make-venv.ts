import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { sha256Text, withFileLock } from '@modelgate/store';
import { isProgram } from './find-program';
import type { ProjectDemands } from './project-demands';
import type { PythonCommand } from './python-places';
import { venvPython } from './python-places';
import { runProcess } from './run-process';
import { demandsDigest, MARKER, readMarker, type VenvMarker } from './venv-marker';

/** Packages may come from a slow network, so a holder says that it is there; one that does not for so long is gone. */
const STALE_LOCK_MS = 60_000;

export interface VenvOrder {
  workspaceRoot: string;
  projectRoot: string;
  demands: ProjectDemands;
  /** The Python to make it from; uv finds or fetches one where there is none. */
  base: PythonCommand | undefined;
  /** Path of uv, where it is installed. */
  uv: string | undefined;
  env: NodeJS.ProcessEnv;
  cacheDir: string;
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

interface Step {
  program: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
}

/**
 * Makes `<project>/.venv` with the project's dependencies in it, or brings one that it made before up to date. Several
 * processes may ask at once: one works, the others wait. A making that was killed is begun anew.
 * @throws UserError with the last lines of uv or pip where they fail
 */
export async function makeVenv(order: VenvOrder): Promise<string> {
  const venv = join(order.projectRoot, '.venv');
  const shown = posix.join(relative(order.workspaceRoot, order.projectRoot).split('\\').join('/'), '.venv');
  const lock = join(order.cacheDir, 'locks', `venv-${sha256Text(venv).slice(0, 32)}.lock`);
  const wanted = demandsDigest(order.demands);
  const note = (line: string) => order.onNote?.(line);
  await withFileLock(
    lock,
    async () => {
      const marker = readMarker(venv);
      const python = venvPython(venv);
      if (marker?.state === 'ready' && marker.demands === wanted && isProgram(python)) return;
      const start = performance.now();
      const keeps = marker?.state === 'ready' && isProgram(python);
      note(`${keeps ? 'updating' : 'making'} ${shown} with ${toolOf(order)}${sourceOf(order.demands)} ...`);
      if (!keeps) await rm(venv, { recursive: true, force: true });
      await mkdir(venv, { recursive: true });
      await writeMarker(venv, { state: 'making', demands: wanted });
      // Before Python 3.13, venv leaves it to the user to keep the folder out of git, and so out of Nx's hashes.
      await writeFile(join(venv, '.gitignore'), '*\n');
      for (const step of [...(keeps ? [] : [creation(order, venv)]), ...(await installation(order, venv))])
        await perform(step, order, shown);
      await writeMarker(venv, { state: 'ready', demands: wanted });
      note(`${keeps ? 'updated' : 'made'} ${shown} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    },
    {
      staleMs: STALE_LOCK_MS,
      onWait: (holder) =>
        note(`waiting for another process${holder ? ` (${holder.pid})` : ''} that makes ${shown} ...`),
      signal: order.signal,
    },
  );
  return venvPython(venv);
}

function creation({ uv, base, demands }: VenvOrder, venv: string): Step {
  if (uv !== undefined) {
    const python = base ? base[0] : demands.versions.map(({ specifier }) => specifier).join(',');
    return { program: uv, args: ['venv', '--allow-existing', ...(python ? ['--python', python] : []), venv] };
  }
  if (base === undefined) throw new Error('a virtual environment needs a Python to be made from');
  const [program, ...args] = base;
  const withoutPip = demands.dependencies.length === 0 ? ['--without-pip'] : [];
  return { program, args: [...args, '-m', 'venv', ...withoutPip, venv] };
}

async function installation({ uv, demands, projectRoot, env }: VenvOrder, venv: string): Promise<Step[]> {
  if (uv !== undefined && demands.lock !== undefined) {
    return [
      {
        program: uv,
        args: [
          'sync',
          '--locked',
          '--no-install-project',
          ...(demands.extras ?? []).flatMap((extra) => ['--extra', extra]),
          '--project',
          projectRoot,
        ],
        env: { ...env, UV_PROJECT_ENVIRONMENT: venv, VIRTUAL_ENV: undefined },
      },
    ];
  }
  if (demands.dependencies.length === 0 && !demands.files.includes('requirements.txt')) return [];
  let file = join(projectRoot, 'requirements.txt');
  if (!demands.files.includes('requirements.txt')) {
    file = join(venv, 'modelgate-requirements.txt');
    await writeFile(file, demands.dependencies.map((line) => `${line}\n`).join(''));
  }
  const python = venvPython(venv);
  if (uv !== undefined) return [{ program: uv, args: ['pip', 'install', '--python', python, '-r', file] }];
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '-r', file];
  return demands.dependencies.length === 0 ? [] : [{ program: python, args }];
}

async function perform({ program, args, env }: Step, order: VenvOrder, shown: string): Promise<void> {
  const end = await runProcess(program, args, {
    cwd: order.projectRoot,
    env: env ?? order.env,
    signal: order.signal,
    endsWithParent: true,
  });
  if (end.exitCode === 0) return;
  if (order.signal?.aborted) throw new UserError(`making ${shown} was stopped`);
  const lines = `${end.stdout}\n${end.stderr}`.trim().split('\n').slice(-15);
  const how = end.startError ?? end.signal ?? `exit code ${end.exitCode ?? 'unknown'}`;
  const noVenv = lines.some((line) => line.includes('ensurepip'));
  throw new UserError(
    `the Python environment ${shown} cannot be made: ${[program, ...args].join(' ')} ended with ${how}`,
    {
      why: ['the last lines that it printed are', ...lines.map((line) => `    ${line}`)].join('\n'),
      fix: noVenv
        ? 'install uv, or the venv package of this Python (Debian, Ubuntu: apt install python3-venv)'
        : 'mend what it says, or make the environment yourself, or name an interpreter in MODELGATE_PYTHON',
    },
  );
}

async function writeMarker(venv: string, marker: VenvMarker): Promise<void> {
  await writeFile(join(venv, MARKER), `${JSON.stringify(marker)}\n`);
}

function toolOf({ uv, base }: VenvOrder): string {
  return uv === undefined ? `${base?.join(' ') ?? ''} -m venv and pip` : 'uv';
}

function sourceOf({ files, dependencies, lock }: ProjectDemands): string {
  if (lock !== undefined) return ' from uv.lock';
  if (dependencies.length === 0) return '';
  return files.includes('requirements.txt') ? ' from requirements.txt' : ' from pyproject.toml';
}
