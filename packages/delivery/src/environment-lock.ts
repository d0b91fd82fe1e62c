import { environmentLockSchema, UserError, type EnvironmentLock } from '@modelgate/contracts';
import { errorCode, withPlace } from '@modelgate/store';
import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

interface Holder {
  /** undefined where the file is not readable: its writer was killed before it wrote. */
  owner: EnvironmentLock | undefined;
  ageMs: number;
  /** Differs for any two locks that ever stood at the same place. */
  identity: string;
}

const POLL_MS = 25;
/** A lock is written in one go; one without content that is older than this belongs to nobody. */
const EMPTY_AGE_MS = 60_000;

/**
 * Runs `action` while this process alone holds the lock file at `path`. A lock whose process is gone from this machine
 * is taken away.
 * @param by who asks, for the message that others get
 * @param waitMs how long to wait for another process to release it
 * @throws UserError that says who holds the lock
 */
export async function withLock<T>(
  path: string,
  { by, waitMs }: { by: string; waitMs: number },
  action: () => Promise<T>,
): Promise<T> {
  const owner: EnvironmentLock = {
    pid: process.pid,
    host: hostname(),
    pid_namespace: pidNamespace(),
    at: new Date().toISOString(),
    by,
    token: randomUUID(),
  };
  await acquire(path, owner, waitMs);
  try {
    return await action();
  } finally {
    if ((await readHolder(path))?.owner?.token === owner.token) await rm(path, { force: true });
  }
}

async function acquire(path: string, owner: EnvironmentLock, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (!(await create(path, owner))) {
    const holder = await readHolder(path);
    if (!holder) continue;
    if (isAbandoned(holder)) await takeAway(path, holder, owner);
    else if (performance.now() >= deadline) throw heldError(path, holder);
    else await delay(POLL_MS);
  }
}

/** Makes the file with its content, or returns false where it is there already. */
async function create(path: string, owner: EnvironmentLock): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    return withPlace('cannot lock the environment', path, () => Promise.reject(error));
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const [text, { ino, mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const owner = environmentLockSchema.safeParse(parse(text)).data;
    return { owner, ageMs: Date.now() - mtimeMs, identity: `${ino} ${mtimeMs} ${text}` };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    return withPlace('cannot read the lock', path, () => Promise.reject(error));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAbandoned({ owner, ageMs }: Holder): boolean {
  if (!owner) return ageMs > EMPTY_AGE_MS;
  return owner.host === hostname() && owner.pid_namespace === pidNamespace() && !isAlive(owner.pid);
}

/**
 * Removes an abandoned lock, unless another process has done so and put its own there: only the holder of a second
 * file may remove a lock of somebody else, and it looks again first.
 */
async function takeAway(path: string, seen: Holder, owner: EnvironmentLock): Promise<void> {
  const guard = `${path}.break`;
  if (!(await create(guard, owner))) {
    const other = await readHolder(guard);
    if (other && isAbandoned(other)) await rm(guard, { force: true });
    else await delay(POLL_MS);
    return;
  }
  try {
    const now = await readHolder(path);
    if (now?.identity === seen.identity) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
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

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function heldError(path: string, { owner }: Holder): UserError {
  return new UserError('another process is changing this environment', {
    where: { file: path },
    why: owner
      ? `${owner.by} holds the lock since ${owner.at} (process ${owner.pid} on ${owner.host})`
      : 'the lock says nothing about its owner',
    fix: 'wait for it and repeat; where that process is gone for certain, remove this file',
  });
}
