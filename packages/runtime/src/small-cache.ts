import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
      keepQuietly(fileOf(key), JSON.stringify(value));
    },
  };
}

/** Writes what may be lost, as a whole or not at all: where it cannot be written, it is found out again. */
export function keepQuietly(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // There is no folder that it could stand in.
  }
}
