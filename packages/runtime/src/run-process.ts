import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { errorCode } from '@modelgate/store';
import { endWithParent } from './end-with-parent';

/** What a short program may print; the rest is cut. */
const MAX_OUTPUT = 64 * 1024 * 1024;

export interface ProcessOptions {
  cwd: string;
  /** The whole environment. Default: this process's own. */
  env?: NodeJS.ProcessEnv | undefined;
  timeoutMs?: number | undefined;
  /** What the program reads on its standard input. Default: nothing. */
  input?: string | undefined;
  signal?: AbortSignal | undefined;
  /** What it prints, as it comes. */
  onOutput?: ((stream: 'stdout' | 'stderr', chunk: Buffer) => void) | undefined;
  /** Whether what it started and left running is ended with it: otherwise its open pipes would be waited for. */
  endsGroup?: boolean | undefined;
  /** Whether it ends with this process, `kill -9` included: for what may run for long. */
  endsWithParent?: boolean | undefined;
}

export interface ProcessEnd {
  /** Absent where it was killed by a signal or never started. */
  exitCode: number | undefined;
  signal: string | undefined;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** The code of the system's error where the program could not be started: `ENOENT`, `EACCES`. */
  startError: string | undefined;
}

/**
 * Runs a short program to its end and gives what it printed. Never throws because of what the program does. Where it
 * takes too long, or `signal` is aborted, it is killed with everything that it has started.
 */
export async function runProcess(
  file: string,
  args: readonly string[],
  { cwd, env, timeoutMs, input, signal, onOutput, endsGroup, endsWithParent }: ProcessOptions,
): Promise<ProcessEnd> {
  const { execa } = await import('execa');
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  try {
    const child = execa(file, args, {
      cwd,
      env: env ?? process.env,
      extendEnv: false,
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
      stripFinalNewline: false,
      maxBuffer: MAX_OUTPUT,
      reject: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    // A group, so that what the program has started ends with it.
    const kill = () => void (child.pid !== undefined && killGroup(child.pid, 'SIGKILL'));
    if (stopped.signal.aborted) kill();
    else stopped.signal.addEventListener('abort', kill, { once: true });
    if (onOutput) {
      child.stdout.on('data', (chunk: Buffer) => onOutput('stdout', chunk));
      child.stderr.on('data', (chunk: Buffer) => onOutput('stderr', chunk));
    }
    if (endsGroup) child.once('exit', kill);
    if (endsWithParent && child.pid !== undefined) child.once('exit', endWithParent(child.pid));
    const end = await child;
    return {
      exitCode: end.exitCode,
      signal: end.signal,
      stdout: end.stdout,
      stderr: end.stderr,
      timedOut: stopped.signal.aborted && !signal?.aborted,
      startError:
        end.exitCode === undefined && end.signal === undefined ? (end.code ?? end.shortMessage) : undefined,
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

export interface RunningProcess {
  pid: number;
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** What the process writes to file descriptor 3. */
  events: Readable;
  /** Resolves when the process itself has ended, whatever still holds its pipes. */
  exited: Promise<{ exitCode: number | undefined; signal: string | undefined }>;
}

export interface StartOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Whether it ends by itself where its standard input closes; every other program is ended with this process from outside. */
  hasLifeline?: boolean | undefined;
}

/**
 * Starts a program in a process group of its own, with pipes for standard input, output, error and descriptor 3.
 * Gives the code of the system's error where it cannot be started.
 */
export function startProcess(
  file: string,
  args: readonly string[],
  { hasLifeline, ...options }: StartOptions,
): Promise<RunningProcess | { startError: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      // The caller ends the whole group; where it cannot, the closed lifeline or the guard does.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child.once('error', (error) => resolve({ startError: errorCode(error) ?? error.message }));
    const exited = new Promise<{ exitCode: number | undefined; signal: string | undefined }>((ended) => {
      child.once('exit', (exitCode, signal) =>
        ended({ exitCode: exitCode ?? undefined, signal: signal ?? undefined }),
      );
    });
    child.once('spawn', () => {
      const [stdin, stdout, stderr, events] = child.stdio;
      if (child.pid === undefined || !stdin || !stdout || !stderr || !isReadable(events)) {
        reject(new Error(`${file} was started without its pipes`));
        return;
      }
      if (!hasLifeline) child.once('exit', endWithParent(child.pid));
      resolve({ pid: child.pid, stdin, stdout, stderr, events, exited });
    });
  });
}

function isReadable(stream: unknown): stream is Readable {
  return stream !== null && typeof stream === 'object' && 'read' in stream && 'on' in stream;
}

/** Ends a process and everything in its group. `SIGKILL` cannot be refused; a process that has ended is no error. */
export async function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (process.platform === 'win32') {
    await runProcess('taskkill', ['/pid', String(pid), '/t', '/f'], { cwd: process.cwd() });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: it has ended. EPERM: on macOS, what is left of the group are zombies.
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error;
  }
}
