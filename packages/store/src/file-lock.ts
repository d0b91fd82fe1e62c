import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileLockSchema, type FileLock } from '@modelgate/contracts';
import { errorCode, withPlace } from './file-system-errors';
import { isAlive } from './is-alive';
import { jsonOrUndefined } from './json';

export interface LockOptions {
  /** For whom, as others are told. */
  by?: string;
  /**
   * Lets a holder on any machine lose a lock that it has not renewed for this long; holding one renews it. Default: only
   * the lock of a process that is gone from this machine is taken away, and one of another machine never.
   */
  staleMs?: number;
  /** How long to wait, and what is thrown then. Default: until the lock is free. */
  limit?: { waitMs: number; error: (holder: FileLock | undefined) => Error };
  /** Called once, with the holder where it is known, when the lock is not free. */
  onWait?: (holder: FileLock | undefined) => void;
  signal?: AbortSignal | undefined;
}

interface Holder {
  /** undefined where the file is not readable: its writer was killed before it wrote. */
  owner: FileLock | undefined;
  ageMs: number;
  /** Differs for any two locks that ever stood at the same place, and changes when one is renewed. */
  identity: string;
}

const POLL_MS = 50;
/** A lock is written in one go; one without content that is older than this belongs to nobody. */
const EMPTY_AGE_MS = 60_000;
const BEATS_BEFORE_STALE = 12;

/**
 * Runs `action` while this process alone, of all on this disk, holds the lock file. A lock whose holder has died is
 * taken over.
 * @throws UserError where the lock cannot be written; what `limit` says where it is not free in time
 */
export async function withFileLock<T>(
  file: string,
  action: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const folder = dirname(file);
  await withPlace('cannot make the folder', folder, () => mkdir(folder, { recursive: true }));
  const owner: FileLock = {
    pid: process.pid,
    host: hostname(),
    pid_namespace: pidNamespace(),
    at: new Date().toISOString(),
    ...(options.by === undefined ? {} : { by: options.by }),
    token: randomUUID(),
  };
  await acquire(file, owner, options);
  const stopRenewing = options.staleMs === undefined ? () => undefined : renew(file, options.staleMs);
  try {
    return await action();
  } finally {
    stopRenewing();
    if ((await readHolder(file))?.owner?.token === owner.token) await rm(file, { force: true });
  }
}

async function acquire(
  file: string,
  owner: FileLock,
  { staleMs, limit, onWait, signal }: LockOptions,
): Promise<void> {
  const deadline = performance.now() + (limit?.waitMs ?? Infinity);
  for (let told = false; !(await create(file, owner));) {
    signal?.throwIfAborted();
    const holder = await readHolder(file);
    if (!holder || (isAbandoned(holder, staleMs) && (await takeAway(file, holder, owner, staleMs)))) continue;
    if (limit && performance.now() >= deadline) throw limit.error(holder.owner);
    if (!told) onWait?.(holder.owner);
    told = true;
    await delay(POLL_MS);
  }
}

/** Makes the file with its content, or returns false where it is there already. */
async function create(file: string, owner: FileLock): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    return withPlace('cannot write the lock', file, () => Promise.reject(error));
  }
}

function renew(file: string, staleMs: number): () => void {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, staleMs / BEATS_BEFORE_STALE);
  beat.unref();
  return () => clearInterval(beat);
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const [text, { ino, mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const owner = fileLockSchema.safeParse(jsonOrUndefined(text)).data;
    return { owner, ageMs: Date.now() - mtimeMs, identity: `${ino} ${mtimeMs} ${text}` };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    return withPlace('cannot read the lock', file, () => Promise.reject(error));
  }
}

function isAbandoned({ owner, ageMs }: Holder, staleMs = Infinity): boolean {
  if (ageMs > staleMs) return true;
  if (!owner) return ageMs > EMPTY_AGE_MS;
  return owner.host === hostname() && owner.pid_namespace === pidNamespace() && !isAlive(owner.pid);
}

/**
 * Removes an abandoned lock, unless another process has done so and put its own there: only the holder of a second
 * file may remove a lock of somebody else, and it looks again first.
 * @returns false where another process is at it
 */
async function takeAway(
  file: string,
  seen: Holder,
  owner: FileLock,
  staleMs: number | undefined,
): Promise<boolean> {
  const guard = `${file}.break`;
  if (!(await create(guard, owner))) {
    const other = await readHolder(guard);
    if (!other) return true;
    if (!isAbandoned(other, staleMs)) return false;
    await rm(guard, { force: true });
    return true;
  }
  try {
    const now = await readHolder(file);
    if (now?.identity === seen.identity) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
  return true;
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
