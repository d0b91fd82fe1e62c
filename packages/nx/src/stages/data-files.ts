import { join, posix } from 'node:path';
import { UserError, type InputDigest, type StageRequest } from '@modelgate/contracts';
import { openData, type OpenedData } from '@modelgate/runtime';
import { sha256Text } from '@modelgate/store';
import type { StageContext } from './stage-context';

/** The data of a model, found and verified. */
export interface DataFiles {
  train?: OpenedData;
  test?: OpenedData;
  /** SHA-256 of the evaluation set: of its file, or of the training file and the split that is made of it. */
  evaluationSet?: string;
  request: NonNullable<StageRequest['data']>;
}

/**
 * Opens the files that a stage reads.
 * @throws UserError for a file that is missing, empty or not seen by git
 */
export async function openDataFiles(
  context: StageContext,
  roles: readonly ('train' | 'test')[],
): Promise<DataFiles> {
  const { data } = context.model;
  if (data.train === undefined) {
    throw new UserError(`data.dataset: there is no data set "${data.dataset}" in this workspace`, {
      where: { file: posix.join(context.projectRoot, 'model.yaml') },
      fix: 'name the files with data.train and data.test instead',
    });
  }
  const open = (role: 'train' | 'test', path: string) =>
    openData({
      workspaceRoot: context.workspaceRoot,
      projectRoot: join(context.workspaceRoot, context.projectRoot),
      path,
      role,
      cacheDir: context.cacheDir,
    });
  const split = data.test === undefined;
  const train = roles.includes('train') || split ? await open('train', data.train) : undefined;
  const test = roles.includes('test') && data.test !== undefined ? await open('test', data.test) : undefined;
  const evaluationSet =
    data.test !== undefined
      ? test?.sha256
      : train && sha256Text(`${train.sha256} split test=${data.split?.test} seed=${data.split?.seed}`);
  return {
    ...(train ? { train } : {}),
    ...(test ? { test } : {}),
    ...(evaluationSet === undefined ? {} : { evaluationSet }),
    request: {
      ...(train ? { train: train.file } : {}),
      ...(test ? { test: test.file } : {}),
      target: data.target,
      ...(data.positive === undefined ? {} : { positive: data.positive }),
      ...(data.split === undefined ? {} : { split: data.split }),
    },
  };
}

/** The opened files as a run record lists them. */
export function dataInputs({ train, test }: DataFiles): InputDigest[] {
  return [train, test].flatMap((file) =>
    file ? [{ path: file.relative, sha256: file.sha256, bytes: file.bytes }] : [],
  );
}
