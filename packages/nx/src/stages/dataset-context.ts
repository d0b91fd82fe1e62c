import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { datasetSchema, UserError, validate, type Dataset } from '@modelgate/contracts';
import { projectContext, type ProjectContext, type StageTask } from './stage-context';

/** A data set of the workspace. */
export interface NamedDataset {
  /** Its folder, from the workspace. */
  root: string;
  /** Its dataset.yaml, from the workspace. */
  file: string;
  dataset: Dataset;
}

/** Where a stage of a data set runs. */
export interface DatasetContext extends ProjectContext, NamedDataset {}

/** @throws UserError where dataset.yaml is missing or wrong */
export async function openDataset(task: StageTask): Promise<DatasetContext> {
  return { ...projectContext(task), ...(await readDataset(task.workspaceRoot, task.projectRoot)) };
}

/**
 * The data set that a model names.
 * @throws UserError where there is none of that name, or its dataset.yaml is wrong
 */
export async function datasetOf(
  { workspaceRoot, projectRoot, rootOf }: ProjectContext,
  name: string,
): Promise<NamedDataset> {
  const root = rootOf(name);
  if (root === undefined) {
    throw new UserError(`data.dataset: there is no data set "${name}" in this workspace`, {
      where: { file: posix.join(projectRoot, 'model.yaml') },
      fix: `make it with "nx generate dataset ${name}", or name the files with data.train and data.test`,
    });
  }
  return readDataset(workspaceRoot, root);
}

async function readDataset(workspaceRoot: string, root: string): Promise<NamedDataset> {
  const file = posix.join(root, 'dataset.yaml');
  const text = await readFile(join(workspaceRoot, file), 'utf8');
  return { root, file, dataset: validate(datasetSchema, text, { filePath: file }) };
}
