import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { sha256Text, withFileLock } from '@modelgate/store';
import { findProgram, isProgram } from '../find-program';
import { outputLines } from '../output-lines';
import { foldersUp, venvPython } from '../python-places';
import { killGroup, startProcess } from '../run-process';
import { inWorkspace, lockFile, type Asked } from './data-question';
import { dvcRoot, type Pointer } from './dvc-pointer';

const SHOWN_LINES = 15;
/** What a program leaves behind may hold its pipes open. */
const PIPES_MS = 2000;

/**
 * Fetches what a pointer names with `dvc pull`, and nothing else. One process of a repository at a time does so; the
 * others wait, and find that it is there.
 * @throws UserError with the command to run where DVC is not installed or fails
 */
export async function pullData(ask: Asked, pointer: Pointer): Promise<void> {
  const { workspaceRoot, key, env = process.env, signal } = ask;
  const note = (line: string) => ask.onNote?.(line);
  const shown = inWorkspace(workspaceRoot, pointer.data);
  const what = `${key}: ${shown} is not here`;
  const root = await dvcRoot(pointer.file);
  if (root === undefined) {
    throw new UserError(`${what}, and its pointer lies in no DVC repository`, {
      where: pointer.place,
      why: 'no folder from the pointer upwards has a .dvc folder, which names the remote that holds the bytes',
      fix: `take over the .dvc folder of the repository that the pointer is from, or put the data at ${shown}`,
    });
  }
  const args = dvcArgs(ask, root, 'pull', pointer.file);
  const command = commandLine(args);
  const dvc = await dvcProgram(ask);
  if (dvc === undefined) {
    throw new UserError(`${what}, and DVC is not installed`, {
      where: pointer.place,
      why: `the pointer names its bytes (md5 ${pointer.md5}); dvc was looked for in the virtual environments and on PATH`,
      fix: `install it (pip install dvc, with the extra of your remote: dvc[s3], ...) and run: ${command}`,
    });
  }
  await withDvcLock(ask, pointer.file, async () => {
    if (await isThere(pointer.data)) return;
    note(`${shown} is not here: ${command}`);
    const end = await runShown(dvc, args, { cwd: workspaceRoot, env, signal, onLine: note });
    if (end.how === undefined) return;
    if (signal?.aborted) throw new UserError(`fetching ${shown} was stopped`);
    throw new UserError(`${key}: ${shown} cannot be fetched: ${command} ended with ${end.how}`, {
      where: pointer.place,
      why: ['the last lines that it printed are', ...end.last].join('\n    '),
      fix: 'mend what it says (remote, credentials, network), or have the bytes pushed (dvc push), then repeat',
    });
  });
}

/** Runs `action` while no other process of this machine fetches data of the pointer's repository. */
export async function withDvcLock<T>(
  { cacheDir, onNote, signal }: Asked,
  pointer: string,
  action: () => Promise<T>,
): Promise<T> {
  const root = (await dvcRoot(pointer)) ?? dirname(pointer);
  return withFileLock(lockFile(cacheDir, `dvc-${sha256Text(root).slice(0, 32)}`), action, {
    onWait: (holder) =>
      onNote?.(
        `waiting for another process${holder ? ` (${holder.pid})` : ''} that fetches data with DVC ...`,
      ),
    signal,
  });
}

/** A DVC command for one path, as a user would type it in the workspace. */
export async function dvcCommand(
  ask: Asked,
  pointer: Pointer,
  verb: 'checkout' | 'add',
  path: string,
): Promise<string> {
  const root = (await dvcRoot(pointer.file)) ?? ask.workspaceRoot;
  return commandLine(dvcArgs(ask, root, verb, path));
}

/** Arguments for a start in the workspace; a DVC repository that is only a part of it is named. */
function dvcArgs({ workspaceRoot }: Asked, root: string, verb: string, path: string): string[] {
  const isAround =
    !relative(root, workspaceRoot).startsWith('..') && !isAbsolute(relative(root, workspaceRoot));
  const target = inWorkspace(isAround ? workspaceRoot : root, path);
  return [
    ...(isAround ? [] : ['--cd', inWorkspace(workspaceRoot, root)]),
    verb,
    target.startsWith('-') ? `./${target}` : target,
  ];
}

function commandLine(args: readonly string[]): string {
  const quoted = args.map((arg) =>
    /^[\w./@%+=:,-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`,
  );
  return ['dvc', ...quoted].join(' ');
}

/** The DVC of the caller's folders, else of the project's virtual environment, of the active one, or on PATH. */
async function dvcProgram(ask: Asked): Promise<string | undefined> {
  const { programFolders = [], projectRoot, workspaceRoot, env = process.env } = ask;
  const named = typeof programFolders === 'function' ? await programFolders() : programFolders;
  const venvs = foldersUp(projectRoot, workspaceRoot).map((folder) => join(folder, '.venv'));
  const active = env['VIRTUAL_ENV'];
  const folders = [
    ...named,
    ...[...venvs, ...(active ? [active] : [])].map((venv) => dirname(venvPython(venv))),
  ];
  const name = process.platform === 'win32' ? 'dvc.exe' : 'dvc';
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? findProgram('dvc', env);
}

async function runShown(
  program: string,
  args: readonly string[],
  options: {
    cwd: string;
    env: NodeJS.ProcessEnv;
    signal: AbortSignal | undefined;
    onLine: (line: string) => void;
  },
): Promise<{ how?: string; last: string[] }> {
  const { signal, onLine } = options;
  // With a folder of its own first on PATH, DVC finds what is installed beside it.
  const path = `${dirname(program)}${sep === '\\' ? ';' : ':'}${options.env['PATH'] ?? ''}`;
  const started = await startProcess(program, args, {
    cwd: options.cwd,
    env: { ...options.env, PATH: path },
  });
  if ('startError' in started) return { how: started.startError, last: [`${program} cannot be started`] };
  // It must not wait for an answer that nobody gives.
  started.stdin.end();
  started.events.resume();
  const lines = outputLines(
    (line) => line.trim() !== '' && onLine(line),
    (text) => text,
  );
  const ended = (['stdout', 'stderr'] as const).map(
    (stream) =>
      new Promise<void>((resolve) => {
        started[stream].on('data', (chunk: Buffer) => lines.push(stream, chunk));
        started[stream].once('close', resolve);
      }),
  );
  const kill = () => void killGroup(started.pid, 'SIGKILL');
  if (signal?.aborted) kill();
  else signal?.addEventListener('abort', kill, { once: true });
  const { exitCode, signal: killedBy } = await started.exited;
  signal?.removeEventListener('abort', kill);
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([Promise.all(ended), new Promise((resolve) => (timer = setTimeout(resolve, PIPES_MS)))]);
  clearTimeout(timer);
  lines.end();
  return {
    ...(exitCode === 0 ? {} : { how: killedBy ?? `exit code ${exitCode ?? 'unknown'}` }),
    last: lines
      .last()
      .filter((line) => line.trim() !== '')
      .slice(-SHOWN_LINES),
  };
}

/** Whether there is anything at a path; a link to nothing is nothing. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
