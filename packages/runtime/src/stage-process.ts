import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StageEvent, StageRequest } from '@modelgate/contracts';
import { errorCode, withPlace } from '@modelgate/store';
import { eventLines } from './event-lines';
import { outputLines } from './output-lines';
import { programOf } from './stage-program';
import { killGroup, startProcess, type RunningProcess } from './run-process';
import { maskedText, stageEnv } from './stage-env';
import type { StageRun } from './stage-run';

/** Between SIGTERM and SIGKILL. */
const TERMINATE_MS = 3000;
/** For the end of a process that has written its result, but whose threads or exit handlers keep it. */
const LINGER_MS = 10_000;
/** For the pipes of a process that has ended, which its detached children may hold. */
const DRAIN_MS = 2000;
/** For the stack of a process that hangs. */
const STACK_MS = 1000;

/** How a process of a stage came to its end; `stage-outcome` says what that means. */
export interface StageEnd {
  /** The text of its result file, absent where it wrote none. */
  result?: string | undefined;
  exitCode?: number | undefined;
  signal?: string | undefined;
  /** Code of the system's error where the program could not be started. */
  startError?: string;
  timedOut: boolean;
  /** Why it was stopped from outside. */
  cancelled?: string;
  malformedEvent?: string;
  /** The last error that it told of. */
  lastError?: string;
  /** The entry point that was being called. */
  phase?: string;
  /** The last lines that it printed, masked. */
  lastLines: string[];
  /** What a process that hung was doing: the output of Python's faulthandler. */
  stack?: string | undefined;
  /** Names of environment variables that it did not get. */
  withheld: string[];
  mask: (text: string) => string;
}

export interface StageProcess {
  /** Writes a line to the standard input of the process. */
  send(line: string): void;
  /** Closes its standard input: measure ends in order, every other stage at once. */
  closeInput(): void;
  ended: Promise<StageEnd>;
}

/** Starts the runner, or the command that the request names, on a request in a process group of its own, and sees to it that nothing is left of it at the end. */
export async function startStageProcess(
  run: StageRun,
  onEvent: (event: StageEvent) => void,
): Promise<StageProcess> {
  const { env, withheld, masked } = stageEnv(run.env, {
    secrets: run.secrets,
    threads: run.threads,
    seed: run.hashSeed ?? seedOf(run),
  });
  const mask = (text: string) => maskedText(text, masked);
  const end: StageEnd = { timedOut: false, lastLines: [], withheld, mask };
  if (run.signal?.aborted) return notStarted({ ...end, cancelled: reasonOf(run.signal) });

  const parent = dirname(run.request.out);
  const folder = await withPlace('cannot make a folder for a stage', parent, async () => {
    await mkdir(parent, { recursive: true });
    return mkdtemp(join(parent, '.modelgate-stage-'));
  });
  const files = { request: join(folder, 'request.json'), result: join(folder, 'result.json') };
  try {
    const request: StageRequest = {
      ...run.request,
      schema: 'modelgate.stage-request/v1',
      result: files.result,
    };
    await withPlace('cannot write the request of a stage', files.request, () =>
      writeFile(files.request, JSON.stringify(request)),
    );
    const cwd = existsSync(run.request.root) ? run.request.root : folder;
    const { file, args } = programOf(run, files.request);
    const child = await startProcess(file, args, { cwd, env, hasLifeline: !run.request.command });
    if ('startError' in child) {
      await rm(folder, { recursive: true, force: true });
      return notStarted({ ...end, startError: child.startError });
    }
    return {
      send: (line) => child.stdin.write(`${line}\n`),
      closeInput: () => child.stdin.end(),
      ended: attend(child, run, end, folder, files.result, onEvent),
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function notStarted(end: StageEnd): StageProcess {
  return { send: () => undefined, closeInput: () => undefined, ended: Promise.resolve(end) };
}

async function attend(
  child: RunningProcess,
  run: StageRun,
  end: StageEnd,
  folder: string,
  resultFile: string,
  onEvent: (event: StageEvent) => void,
): Promise<StageEnd> {
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, action: () => void) => timers.add(setTimeout(action, ms));
  const stop = () => {
    void killGroup(child.pid, 'SIGTERM');
    after(TERMINATE_MS, () => void killGroup(child.pid, 'SIGKILL'));
  };

  const output = outputLines((line, stream) => run.onLine?.(line, stream), end.mask);
  const events = eventLines(
    (event) => {
      if (event.type === 'progress') end.phase = event.phase;
      if (event.type === 'error') end.lastError = end.mask(event.message);
      if (event.type === 'done') after(LINGER_MS, stop);
      onEvent(event);
    },
    (problem) => {
      end.malformedEvent = end.mask(problem);
      stop();
    },
  );
  child.stdout.on('data', (chunk: Buffer) => output.push('stdout', chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push('stderr', chunk));
  child.events.on('data', (chunk: Buffer) => events.push(chunk));
  // Its end closes the pipes while something may still be written to them: `exited` tells of it.
  for (const stream of [child.stdin, child.stdout, child.stderr, child.events])
    stream.on('error', () => undefined);

  const cancel = () => {
    end.cancelled = reasonOf(run.signal);
    stop();
  };
  if (run.signal?.aborted) cancel();
  else run.signal?.addEventListener('abort', cancel, { once: true });
  if (run.timeoutMs !== undefined) {
    after(run.timeoutMs, () => {
      end.timedOut = true;
      // The runner alone knows what this signal asks for; it would end another program, or open its debugger.
      if (run.request.command) stop();
      else void writeStack(child.pid, join(folder, 'hang.txt')).then(stop);
    });
  }

  try {
    const { exitCode, signal } = await child.exited;
    // What it started and left behind would hold the pipes, and run on.
    await killGroup(child.pid, 'SIGKILL');
    await drained([child.stdout, child.stderr, child.events]);
    output.end();
    return {
      ...end,
      exitCode,
      signal,
      lastLines: output.last(),
      result: await textOf(resultFile),
      stack: end.timedOut ? await textOf(join(folder, 'hang.txt')) : undefined,
    };
  } finally {
    run.signal?.removeEventListener('abort', cancel);
    for (const timer of timers) clearTimeout(timer);
    child.stdin.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks a hanging runner for its stack and waits until it has written it, for a moment. */
async function writeStack(pid: number, file: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    process.kill(pid, 'SIGUSR1');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
    return;
  }
  for (const deadline = Date.now() + STACK_MS; Date.now() < deadline;) {
    if ((await textOf(file))?.endsWith('\n')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function drained(streams: readonly Readable[]): Promise<void> {
  const ended = Promise.all(
    streams.map((stream) =>
      stream.readableEnded || stream.destroyed
        ? undefined
        : new Promise<void>((resolve) => stream.once('close', resolve).once('end', resolve)),
    ),
  );
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, DRAIN_MS)))]);
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function seedOf(run: StageRun): number | undefined {
  const seed = run.request.params?.['seed'];
  return typeof seed === 'number' ? seed : undefined;
}

function reasonOf(signal: AbortSignal | undefined): string {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason.message : String(reason);
}
