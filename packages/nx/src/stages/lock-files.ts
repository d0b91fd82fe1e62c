import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files that say which Python packages a model needs; a lock says it to the last version. */
export const LOCK_FILES = [
  { name: 'uv.lock', isLock: true },
  { name: 'requirements.txt', isLock: true },
  { name: 'pyproject.toml', isLock: false },
] as const;

/** Whether one of the folders has a file that locks the environment. */
export function isLocked(folders: readonly string[]): boolean {
  return LOCK_FILES.some(
    ({ name, isLock }) => isLock && folders.some((folder) => existsSync(join(folder, name))),
  );
}

/** The remark on an environment that nobody can make again. */
export const NOT_LOCKED = 'the Python environment is not locked: there is no uv.lock or requirements.txt';
