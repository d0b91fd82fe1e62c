import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Small JSON values that may be lost at any time, one file each below a folder. Loads nothing but Node's own modules
 * and works synchronously, for code that runs before every command.
 */
export interface SmallCache {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export function smallCache(cacheDir: string, name: string): SmallCache {
  const folder = join(cacheDir, name);
  const fileOf = (key: string) =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  return {
    get(key) {
      try {
        return JSON.parse(readFileSync(fileOf(key), 'utf8')) as unknown;
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      const temporary = join(folder, `.${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, JSON.stringify(value));
        renameSync(temporary, fileOf(key));
      } catch {
        // What cannot be remembered is found out again; the temporary file must not stay.
        removeQuietly(temporary);
      }
    },
  };
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // There is no folder that it could stand in.
  }
}
