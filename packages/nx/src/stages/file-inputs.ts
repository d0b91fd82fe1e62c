import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { InputDigest } from '@modelgate/contracts';
import { sha256File } from '@modelgate/store';
import { projectPath, type StageContext } from './stage-context';

/** Digests of files of the project, for its run record. `paths` start from the project's folder. */
export async function fileInputs(context: StageContext, paths: readonly string[]): Promise<InputDigest[]> {
  return Promise.all(
    paths.map(async (path) => ({
      path: posix.join(context.projectRoot, path),
      ...(await sha256File(join(context.workspaceRoot, context.projectRoot, path))),
    })),
  );
}

/** Those of `paths`, from the project's folder, that are there. */
export function optionalFiles(context: StageContext, paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(projectPath(context, path)));
}
