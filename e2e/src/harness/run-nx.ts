import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface NxRun {
  /** Exit code of nx; null where a signal ended it. Before version 24, Nx exits 130 where it skipped tasks behind a failed one. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both streams in the order in which they arrived. */
  all: string;
  /** What Nx wrote about the tasks of this run; undefined where it ran none. */
  record: RunRecord | undefined;
}

/** The part of Nx's own `run.json` that the tests read. */
export interface RunRecord {
  tasks: {
    taskId: string;
    hash: string;
    cacheStatus: 'cache-miss' | 'local-cache-hit' | 'remote-cache-hit';
    status: number;
    startTime: string;
    endTime: string;
  }[];
}

export interface RunningNx {
  pid: number;
  /** What was printed so far. */
  output(): string;
  finished: Promise<NxRun>;
}

/** Starts nx; a run that takes longer than ten minutes is killed. */
export function startNx(script: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): RunningNx {
  const recordFile = join(env.NX_CACHE_DIRECTORY ?? join(cwd, '.nx/cache'), 'run.json');
  rmSync(recordFile, { force: true });
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 600_000,
    killSignal: 'SIGKILL',
  });
  if (child.pid === undefined) throw new Error(`cannot start ${process.execPath} ${script}`);

  let stdout = '';
  let stderr = '';
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    all += text;
  });
  const finished = new Promise<NxRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr, all, record: readRecord(recordFile) }));
  });
  return { pid: child.pid, output: () => all, finished };
}

function readRecord(file: string): RunRecord | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunRecord) : undefined;
}
