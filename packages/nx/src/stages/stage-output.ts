import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { makeWorkingFolder } from './working-folder';

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
  const folder = await makeWorkingFolder(dirname(target), basename(target));
  return {
    folder,
    publish: async () => {
      await rm(target, { recursive: true, force: true });
      await rename(folder, target);
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  };
}
