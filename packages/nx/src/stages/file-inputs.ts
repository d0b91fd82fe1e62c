import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { InputDigest } from '@modelgate/contracts';
import { fileInProject } from '@modelgate/runtime';
import { sha256File } from '@modelgate/store';
import { projectPath, type StageContext } from './stage-context';

/** Digests of files that a stage read, for its run record, by what the runner calls them: from the project's folder. */
export async function fileInputs(context: StageContext, paths: readonly string[]): Promise<InputDigest[]> {
  const root = projectPath(context, '.');
  return Promise.all(
    paths.map(async (path) => {
      const inProject = fileInProject(path, context.libraries, root);
      return {
        path: posix.join(context.projectRoot, inProject),
        ...(await sha256File(join(root, inProject))),
      };
    }),
  );
}

/** Those of `paths`, from the project's folder, that are there. */
export function optionalFiles(context: StageContext, paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(projectPath(context, path)));
}
