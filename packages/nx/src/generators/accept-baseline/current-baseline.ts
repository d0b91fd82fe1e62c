import { join, posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import {
  artifactSchema,
  baselineMetricsSchema,
  UserError,
  validate,
  type Artifact,
} from '@modelgate/contracts';
import { baselineValues } from '@modelgate/gates';
import { defaultStoreRoot, folderStore, sha256Text } from '@modelgate/store';
import type { CurrentBaseline } from './plan';

/** What the baseline of a project is before another one is accepted. */
export async function readCurrentBaseline(
  tree: Tree,
  root: string,
  metricsPath: string,
): Promise<CurrentBaseline> {
  const filePath = posix.join(root, metricsPath);
  const text = tree.read(filePath, 'utf-8');
  const flat = text === null ? undefined : validate(baselineMetricsSchema, text, { filePath });
  const artifact = readManifest(tree, posix.join(root, 'baseline/artifact.json'));
  return {
    artifact,
    complete: artifact !== undefined && (await isComplete(tree, root, artifact)),
    metrics: flat && baselineValues(flat),
    schema: flat?.$schema,
  };
}

/** A manifest that cannot be read is about to be replaced, so it is no error here. */
function readManifest(tree: Tree, filePath: string): Artifact | undefined {
  const text = tree.read(filePath, 'utf-8');
  if (text === null) return undefined;
  try {
    return validate(artifactSchema, text, { filePath });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function isComplete(tree: Tree, root: string, artifact: Artifact): Promise<boolean> {
  const inline = posix.join(root, 'baseline/files');
  if (!tree.exists(inline)) {
    const { root: storeRoot } = defaultStoreRoot(tree.root, process.env);
    return (await folderStore(storeRoot).missing(artifact)).length === 0;
  }
  return artifact.files.every(({ path, sha256 }) => {
    const content = tree.read(join(inline, path));
    return content !== null && sha256Text(content) === sha256;
  });
}
