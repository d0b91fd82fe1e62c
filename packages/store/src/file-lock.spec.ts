import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileLockSchema, type FileLock } from '@modelgate/contracts';
import { isAlive, withFileLock } from './index';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'modelgate-lock-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));
const file = () => join(root, 'locks/one.lock');

/** The process id of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

/** Leaves a lock as this process would write it, but for `parts`. */
async function leave(parts: Partial<FileLock>, ageMs = 0): Promise<void> {
  let own: FileLock | undefined;
  await withFileLock(file(), async () => {
    own = fileLockSchema.parse(JSON.parse(readFileSync(file(), 'utf8')));
  });
  writeFileSync(file(), JSON.stringify({ ...own, ...parts }));
  const then = new Date(Date.now() - ageMs);
  utimesSync(file(), then, then);
}

const held = { waitMs: 0, error: (holder: FileLock | undefined) => new Error(`held by ${holder?.by}`) };

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
      const onWait = (holder: FileLock | undefined) => waits.push(holder?.pid);
      others.push(...[2, 3].map(() => withFileLock(file(), action, { onWait })));
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

  it.each<[string, number | undefined, () => Promise<void>]>([
    ['whose holder has died', undefined, () => leave({ pid: deadPid() })],
    ['of another machine that was not renewed', 60_000, () => leave({ host: 'elsewhere' }, 120_000)],
    [
      'of another machine, whose removal was cut off',
      60_000,
      async () => {
        await leave({ host: 'elsewhere' }, 120_000);
        writeFileSync(`${file()}.break`, readFileSync(file(), 'utf8'));
        utimesSync(`${file()}.break`, 0, 0);
      },
    ],
    [
      'without content that is old',
      undefined,
      async () => {
        mkdirSync(join(root, 'locks'));
        writeFileSync(file(), '');
        utimesSync(file(), 0, 0);
      },
    ],
  ])('takes over a lock %s', async (_name, staleMs, left) => {
    await left();
    const options = staleMs === undefined ? {} : { staleMs };
    const all = await Promise.all([1, 2, 3].map((value) => withFileLock(file(), async () => value, options)));
    expect(all).toEqual([1, 2, 3]);
    expect(existsSync(file())).toBe(false);
  });

  it.each<[string, number | undefined, () => Promise<void>]>([
    ['of a living process', undefined, () => leave({ by: 'carol' })],
    ['of another container', undefined, () => leave({ by: 'carol', pid: 2 ** 30, pid_namespace: 'pid:[1]' })],
    ['of another machine, however old', undefined, () => leave({ by: 'carol', host: 'elsewhere' }, 1e9)],
    ['of another machine that was renewed', 60_000, () => leave({ by: 'carol', host: 'elsewhere' }, 30_000)],
  ])('leaves a lock %s alone, and says whose it is', async (_name, staleMs, left) => {
    await left();
    const options = { limit: held, ...(staleMs === undefined ? {} : { staleMs }) };
    await expect(withFileLock(file(), async () => undefined, options)).rejects.toThrow('held by carol');
    expect(existsSync(file())).toBe(true);
  });

  it('gives up in time where somebody of another machine never finished taking it away', async () => {
    await leave({ by: 'carol', pid: deadPid() });
    writeFileSync(
      `${file()}.break`,
      JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')), host: 'x' }),
    );
    await expect(withFileLock(file(), async () => undefined, { limit: held })).rejects.toThrow('held by');
  });

  it('leaves a lock alone that another process took in the meantime', async () => {
    await withFileLock(file(), async () => {
      const { token, ...rest } = fileLockSchema.parse(JSON.parse(readFileSync(file(), 'utf8')));
      writeFileSync(file(), JSON.stringify({ ...rest, token: `not ${token}`, host: hostname() }));
    });
    expect(existsSync(file())).toBe(true);
  });

  it('stops waiting when it is told to', async () => {
    await withFileLock(file(), async () => {
      const signal = AbortSignal.abort(new Error('SIGINT'));
      await expect(withFileLock(file(), async () => undefined, { signal })).rejects.toThrow('SIGINT');
    });
  });
});

describe('isAlive', () => {
  it('knows this process, and one that has ended', () => {
    expect([process.pid, process.ppid, deadPid()].map(isAlive)).toEqual([true, true, false]);
  });
});
