import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file so that its readers see the old text or the new one, never a part, also where the disk is full. Links are
 * followed, and what is no ordinary file (`/dev/stdout`, a pipe) is written to as it is.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const found = await stat(target).catch(() => undefined);
  if (found && !found.isFile()) return writeFile(target, text);
  const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, found ? { mode: found.mode } : {});
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
