import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = '.scratch-';

/** A new folder inside `parent` that is gone when `use` has ended. */
export async function withScratch<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, PREFIX));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a path from the parent lies in such a folder. */
export function isScratch(path: string): boolean {
  return path.startsWith(PREFIX);
}
