import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, withPlace } from '@modelgate/store';

/**
 * The folder that a stage writes while it works: a hidden neighbour of its output folder, put in its place in one step
 * when the stage has ended. What was there before is removed first, so that a stage that fails or is killed leaves
 * nothing that a later run would take for its result.
 */
export interface StageOutput {
  folder: string;
  publish(): Promise<void>;
  discard(): Promise<void>;
}

export async function openOutput(target: string): Promise<StageOutput> {
  await rm(target, { recursive: true, force: true });
  await removeAbandoned(target);
  const folder = `${prefixOf(target)}${process.pid}.${randomBytes(3).toString('hex')}`;
  await withPlace('cannot make the folder', folder, () => mkdir(folder, { recursive: true }));
  return {
    folder,
    publish: async () => {
      await rm(target, { recursive: true, force: true });
      await rename(folder, target);
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}

function prefixOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.`);
}

/** Removes working folders of processes that have died. */
async function removeAbandoned(target: string): Promise<void> {
  const prefix = basename(prefixOf(target));
  const names = await readdir(dirname(target)).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('.')[0]) : NaN;
    if (Number.isInteger(pid) && !isAlive(pid))
      await rm(join(dirname(target), name), { recursive: true, force: true });
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
