import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withPlace } from './file-system-errors';

const TEMPORARY_NAME = /^\.modelgate-\d+-[0-9a-f]{16}\.tmp$/;

/** A new name for a file or folder under way, in the same folder as `path`, so that a rename moves it into place. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.modelgate-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
}

/** Whether a name is one of `temporaryBeside`: what a killed process left, never a part of a result. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY_NAME.test(name);
}

/**
 * Writes a whole file or nothing: a temporary file in the same folder, fsync, rename. The folder has to exist.
 * @throws UserError naming `path` where the disk is full, read-only or not writable; the temporary file is removed
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = temporaryBeside(path);
  await withPlace('cannot write the file', path, async () => {
    try {
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(data);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

/** Nothing that is still being written is older than this. */
const LEFTOVER_AGE_MS = 24 * 3600 * 1000;

/** Removes the temporary files and folders in `folder` that processes killed more than a day ago left there. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!isTemporaryName(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > LEFTOVER_AGE_MS)
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Makes renames in a folder durable where the platform can do that; elsewhere (Windows) it does nothing. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // A folder cannot be opened or flushed here; the rename itself has happened and is atomic all the same.
  }
}
