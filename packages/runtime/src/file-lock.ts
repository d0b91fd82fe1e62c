import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { errorCode } from '@modelgate/store';

const POLL_MS = 100;
const BEAT_MS = 5000;
/** A lock that has not been renewed for so long has lost its holder, on whatever machine that was. */
const STALE_MS = 60_000;

/**
 * Runs `action` while no other process of this machine, or of another one on the same disk, runs one under the same
 * file. A lock whose holder has died is taken over.
 * @param onWait called once, with the holder's process id where it is known, when the lock is not free
 */
export async function withFileLock<T>(
  file: string,
  action: () => Promise<T>,
  onWait: (holder: number | undefined) => void = () => undefined,
  signal?: AbortSignal,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  for (let waited = false; !(await take(file)); waited = true) {
    signal?.throwIfAborted();
    if (await isAbandoned(file)) await breakLock(file);
    else {
      if (!waited) onWait((await holderOf(file))?.pid);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  try {
    return await action();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return false;
  if (Date.now() - found.mtimeMs > STALE_MS) return true;
  const holder = await holderOf(file);
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
}

/** Removes an abandoned lock. A second lock around it keeps two processes from removing one after the other. */
async function breakLock(file: string): Promise<void> {
  const breaker = `${file}.break`;
  if (!(await take(breaker))) {
    const found = await stat(breaker).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(breaker, { force: true });
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return;
  }
  try {
    if (await isAbandoned(file)) await rm(file, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

async function holderOf(file: string): Promise<{ pid: number; host: string } | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (value === null || typeof value !== 'object' || !('pid' in value) || !('host' in value))
      return undefined;
    const { pid, host } = value;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
