import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { UserError, type InputDigest, type StageRequest, type TableFormat } from '@modelgate/contracts';
import type { DataSource } from '@modelgate/expectations';
import { openData, type OpenedData } from '@modelgate/runtime';
import { sha256Text } from '@modelgate/store';
import { lastModels } from '../inference/model-cache';
import { datasetOf, type DatasetContext, type NamedDataset } from './dataset-context';
import type { ProjectContext, StageContext } from './stage-context';

type Role = 'train' | 'test';

/** Data, found and verified. */
export interface Opened {
  train?: OpenedData;
  test?: OpenedData;
  /** How the files are read, where their names do not say it. */
  format?: TableFormat;
}

/** The data of a model. */
export interface DataFiles extends Opened {
  /** SHA-256 of the evaluation set: of its file, or of the training file and the split that is made of it. */
  evaluationSet?: string;
  request: NonNullable<StageRequest['data']>;
}

/**
 * Opens what a stage of a model reads, from its own files or those of its data set.
 * @throws UserError for data that is missing, empty, not seen by git, or other than its pointer or lock says
 */
export async function openDataFiles(context: StageContext, roles: readonly Role[]): Promise<DataFiles> {
  const { data } = context.model;
  const source = await sourceOf(context);
  const needed = source.test === undefined ? (['train'] as const) : roles;
  const { train, test } = await openRoles(context, source, needed);
  const evaluationSet =
    source.test !== undefined
      ? test?.sha256
      : train && sha256Text(`${train.sha256} split test=${data.split?.test} seed=${data.split?.seed}`);
  const files = [train, test].flatMap((data) => data?.files ?? []).map(({ file }) => file);
  return {
    ...opened(train, test, source.format),
    ...(evaluationSet === undefined ? {} : { evaluationSet }),
    request: {
      ...(train ? { train: train.file } : {}),
      ...(test ? { test: test.file } : {}),
      ...(files.length > 0 ? { files } : {}),
      target: data.target,
      ...(data.positive === undefined ? {} : { positive: data.positive }),
      ...(data.split === undefined ? {} : { split: data.split }),
    },
  };
}

/** Opens all files of a data set. */
export async function openDatasetFiles(context: DatasetContext): Promise<Opened> {
  const source = filesOf(context);
  const { train, test } = await openRoles(context, source, ['train', 'test']);
  return opened(train, test, source.format);
}

/** The opened files as a run record lists them. */
export function dataInputs({ train, test }: Opened): InputDigest[] {
  return [train, test].flatMap((data) =>
    data ? [{ path: data.relative, sha256: data.sha256, bytes: data.bytes }] : [],
  );
}

/** Opened data as the expectation engine reads it. */
export function tableOf({ file, relative, files }: OpenedData, format: TableFormat | undefined): DataSource {
  return {
    path: file,
    name: relative,
    ...(format === undefined ? {} : { format }),
    ...(files ? { files: files.map((each) => ({ path: each.file, name: each.relative })) } : {}),
  };
}

/** The files that a model or a data set names, and where. */
interface Source {
  root: string;
  project: string;
  train: string;
  test?: string | undefined;
  format?: TableFormat | undefined;
  /** The file that names them, where it is not the project's model.yaml. */
  declaredIn?: { file: string };
}

async function sourceOf(context: StageContext): Promise<Source> {
  const { data } = context.model;
  if (data.dataset !== undefined) {
    const source = filesOf(await datasetOf(context, data.dataset));
    if (source.test === undefined && data.split === undefined) {
      throw new UserError(`data.split: the data set "${data.dataset}" has no test file to evaluate on`, {
        where: { file: posix.join(context.projectRoot, 'model.yaml') },
        fix: `add files.test to ${source.declaredIn?.file}, or "split: { test: 0.2, seed: 7 }" under data in model.yaml`,
      });
    }
    return source;
  }
  // The schema asks for a data set or a training file.
  const { train = '', test } = data;
  return { root: context.projectRoot, project: context.projectName, train, test };
}

function filesOf({ root, file, dataset }: NamedDataset): Source {
  const { files, format, name } = dataset;
  return { root, project: name, ...files, format, declaredIn: { file } };
}

function opened(
  train: OpenedData | undefined,
  test: OpenedData | undefined,
  format: TableFormat | undefined,
): Opened {
  return {
    ...(train ? { train } : {}),
    ...(test ? { test } : {}),
    ...(format === undefined ? {} : { format }),
  };
}

async function openRoles(
  context: ProjectContext,
  source: Source,
  roles: readonly Role[],
): Promise<{ train?: OpenedData; test?: OpenedData }> {
  const open = async (role: Role): Promise<OpenedData | undefined> => {
    const path = source[role];
    if (path === undefined || !roles.includes(role)) return undefined;
    return openData({
      workspaceRoot: context.workspaceRoot,
      projectRoot: join(context.workspaceRoot, source.root),
      path,
      role,
      cacheDir: context.cacheDir,
      declaredIn: source.declaredIn,
      project: source.project,
      programFolders: () => venvPrograms(context),
      siblings: () => dataOfModels(context),
      env: context.env,
      onNote: context.say,
      signal: context.signal,
    });
  };
  const train = await open('train');
  const test = await open('test');
  return { ...(train ? { train } : {}), ...(test ? { test } : {}) };
}

/** The data files of all models, as the last inference saw them. */
function dataOfModels({ workspaceRoot, cacheDir }: ProjectContext): string[] {
  return lastModels(cacheDir).flatMap(({ root, data = [] }) =>
    data.map((path) => join(workspaceRoot, root, path)),
  );
}

/** Where the programs of the environments above the project are; `dvc` is often one of them. */
function venvPrograms({ workspaceRoot, projectRoot }: ProjectContext): string[] {
  const programs = process.platform === 'win32' ? 'Scripts' : 'bin';
  const folders: string[] = [];
  for (let folder = projectRoot; ; folder = dirname(folder)) {
    folders.push(join(workspaceRoot, folder, '.venv', programs));
    if (folder === '.' || dirname(folder) === folder) break;
  }
  return folders.filter((folder) => existsSync(folder));
}
