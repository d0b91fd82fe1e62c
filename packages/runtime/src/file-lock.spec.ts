import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from './file-lock';
import { tempFolder } from './testing/temp-project';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));
const file = () => join(root, 'locks/one.lock');

/** The process id of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('withFileLock', () => {
  it('lets one in at a time, and tells who waits for whom', async () => {
    let inside = 0;
    let most = 0;
    const waits: unknown[] = [];
    const action = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      return most;
    };
    const others: Promise<number>[] = [];
    await withFileLock(file(), async () => {
      others.push(...[2, 3].map(() => withFileLock(file(), action, (pid) => waits.push(pid))));
      await action();
      // Let them find the lock taken.
      while (waits.length < 2) await new Promise((resolve) => setImmediate(resolve));
    });
    expect(await Promise.all(others)).toEqual([1, 1]);
    expect(waits).toEqual([process.pid, process.pid]);
    expect(existsSync(file())).toBe(false);
  });

  it('is free again after an error', async () => {
    await expect(withFileLock(file(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(file())).toBe(false);
  });

  it.each<[string, () => void]>([
    [
      'whose holder has died',
      () => writeFileSync(file(), JSON.stringify({ pid: deadPid(), host: hostname() })),
    ],
    [
      'of another machine that has not been renewed',
      () => {
        writeFileSync(file(), JSON.stringify({ pid: process.pid, host: 'elsewhere' }));
        const old = new Date(Date.now() - 120_000);
        utimesSync(file(), old, old);
      },
    ],
  ])('takes over a lock %s', async (_name, leave) => {
    await withFileLock(file(), async () => undefined);
    leave();
    const all = await Promise.all([1, 2, 3].map((value) => withFileLock(file(), async () => value)));
    expect(all).toEqual([1, 2, 3]);
  });

  it('stops waiting when it is told to', async () => {
    await withFileLock(file(), async () => {
      const waiting = withFileLock(
        file(),
        async () => undefined,
        undefined,
        AbortSignal.abort(new Error('SIGINT')),
      );
      await expect(waiting).rejects.toThrow('SIGINT');
    });
  });
});
