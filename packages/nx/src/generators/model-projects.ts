import { posix } from 'node:path';
import { globAsync, type Tree } from '@nx/devkit';
import { parse } from 'yaml';
import { readShape } from '../inference/reading';

/** A folder that holds a model.yaml of ours. */
export interface ModelProject {
  /** From the workspace, with forward slashes; `.` is the workspace itself. */
  root: string;
  /** Undefined where model.yaml cannot be read. */
  name: string | undefined;
}

/** All model projects of a workspace, sorted by folder. */
export async function findModelProjects(tree: Tree): Promise<ModelProject[]> {
  const files = await globAsync(tree, ['**/model.yaml']);
  return files.sort().flatMap((file) => modelProjectAt(tree, posix.dirname(file)) ?? []);
}

/** The model project in a folder, if there is one. */
export function modelProjectAt(tree: Tree, root: string): ModelProject | undefined {
  const text = tree.read(posix.join(root, 'model.yaml'), 'utf-8');
  if (text === null) return undefined;
  const reading = readShape('model.yaml', text, parse);
  if (reading.kind === 'foreign') return undefined;
  return { root, name: reading.kind === 'model' ? reading.shape.name : undefined };
}
