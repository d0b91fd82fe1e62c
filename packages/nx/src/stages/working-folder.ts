import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, withPlace } from '@modelgate/store';

/** `.train.4711.a1b2c3`: hidden, and with the process that works in it. */
const NAME = /^\.[a-z-]+\.(\d+)\.[0-9a-f]{6}$/;

/**
 * Makes a folder in `parent` for what is not yet, or never, to be seen. Folders of processes that were killed are
 * removed first.
 */
export async function makeWorkingFolder(parent: string, purpose: string): Promise<string> {
  await withPlace('cannot make the folder', parent, () => mkdir(parent, { recursive: true }));
  await removeAbandoned(parent);
  const folder = join(parent, `.${purpose}.${process.pid}.${randomBytes(3).toString('hex')}`);
  await withPlace('cannot make the folder', folder, () => mkdir(folder));
  return folder;
}

/** Uses a folder in `parent` that is gone afterwards. */
export async function withScratch<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeWorkingFolder(parent, 'scratch');
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = NAME.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}
