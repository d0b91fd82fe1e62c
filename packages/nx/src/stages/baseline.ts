import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import {
  entryFileSchema,
  UserError,
  validateJson,
  type Artifact,
  type EntryFile,
} from '@modelgate/contracts';
import { defaultStoreRoot, folderStore, readArtifact, verifyArtifact, walkFiles } from '@modelgate/store';
import { projectPath, type StageContext } from './stage-context';

/** The production model's bytes on this machine, verified. */
export interface BaselineBytes {
  artifact: Artifact;
  /** Holds model/, code/ and entry.json. */
  folder: string;
  entry: EntryFile;
}

/**
 * The model and the code that baseline/artifact.json names: from baseline/files in git, else from the store.
 *
 * @param scratch where files of the store are put; the caller removes it
 * @returns undefined where no baseline is named
 * @throws UserError where one is named and its bytes are nowhere, or differ: never a quieter comparison
 */
export async function openBaseline(
  context: StageContext,
  scratch: string,
): Promise<BaselineBytes | undefined> {
  const manifest = projectPath(context, 'baseline/artifact.json');
  if (!existsSync(manifest)) return undefined;
  const artifact = await readArtifact(manifest);
  const inline = projectPath(context, 'baseline/files');
  const folder = existsSync(inline)
    ? inline
    : await fetchFromStore(context, artifact, join(scratch, 'baseline'));
  if (folder === inline) {
    await verifyArtifact(inline, artifact, {
      filePath: posix.join(context.projectRoot, 'baseline/artifact.json'),
      fix: `bring the committed bytes back: git checkout -- ${posix.join(context.projectRoot, 'baseline')}`,
    });
  }
  if (folder === inline) await refuseStrangers(context, inline, artifact);
  const entryPath = join(folder, 'entry.json');
  if (!existsSync(entryPath)) {
    throw new UserError('the baseline has no entry.json, so nothing says how its code is called', {
      where: { file: posix.join(context.projectRoot, 'baseline/artifact.json') },
      fix: `accept it again: nx generate @modelgate/nx:accept-baseline ${context.projectName} --reason "..."`,
    });
  }
  const filePath = posix.join(context.projectRoot, 'baseline/files/entry.json');
  return {
    artifact,
    folder,
    entry: validateJson(entryFileSchema, await readFile(entryPath, 'utf8'), { filePath }),
  };
}

/** A file that the manifest does not list would run with the baseline's code, and nothing would vouch for it. */
async function refuseStrangers(context: StageContext, folder: string, artifact: Artifact): Promise<void> {
  const listed = new Set(artifact.files.map(({ path }) => path));
  const [stranger] = (await walkFiles(folder)).filter((path) => !listed.has(path));
  if (stranger === undefined) return;
  throw new UserError(`baseline/files/${stranger} is not one of the files of the baseline`, {
    where: { file: posix.join(context.projectRoot, 'baseline/artifact.json') },
    why: 'it would run with the code of the baseline, and no digest vouches for it',
    fix: `remove it: git clean -f -- ${posix.join(context.projectRoot, 'baseline/files')}`,
  });
}

async function fetchFromStore(context: StageContext, artifact: Artifact, folder: string): Promise<string> {
  const { root } = defaultStoreRoot(context.workspaceRoot, context.env);
  const store = folderStore(root);
  const missing = await store.missing(artifact);
  const [first] = missing;
  if (first) {
    const rest = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
    throw new UserError(
      `the bytes of the baseline are not here: ${first.path} (sha256 ${first.sha256})${rest}`,
      {
        where: { file: posix.join(context.projectRoot, 'baseline/artifact.json') },
        why: `looked in ${posix.join(context.projectRoot, 'baseline/files')} and in the store ${root}`,
        fix:
          'set MODELGATE_STORE to the store in which the baseline was accepted, or bring baseline/files back: ' +
          `git checkout -- ${posix.join(context.projectRoot, 'baseline')}`,
      },
    );
  }
  await mkdir(folder, { recursive: true });
  await store.fetchAll(artifact, folder);
  return folder;
}
