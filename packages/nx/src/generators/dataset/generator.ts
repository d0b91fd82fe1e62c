import { posix } from 'node:path';
import { formatFiles, logger, readNxJson, type Tree } from '@nx/devkit';
import { hasScheme, UserError } from '@modelgate/contracts';
import { parse } from 'yaml';
import { readShape } from '../../inference/reading';
import { targetName } from '../../inference/targets';
import initGenerator from '../init/generator';
import { assertNameIsFree } from '../ml-model/free-name';
import { ignoredPaths } from '../ml-model/git-ignored';
import { modelProjectAt } from '../model-projects';
import { pluginEntry, workspaceOptions } from '../registered-plugin';
import { userFolder } from '../workspace-path';
import { datasetFiles, type DatasetFile } from './dataset-files';
import { describeData, type DescribedData } from './describe-data';
import { resolveRequest, type DatasetOptions } from './options';
import { placeData, type PlacedData } from './place-data';

/** Where the training data of a data set is looked for that was made without any. */
const EMPTY_PLACE = 'data/train.csv';

/**
 * Creates a data set that several models can be made from: dataset.yaml, and a suite that the data passes where it is
 * here. What is there already is never overwritten, and a second run changes nothing.
 */
export default async function datasetGenerator(tree: Tree, options: DatasetOptions): Promise<void> {
  const cwd = userFolder(tree.root);
  const request = resolveRequest(options, tree.root, cwd);
  const { name, root } = request;
  if (pluginEntry(readNxJson(tree)) === undefined) await initGenerator(tree);
  await assertNameIsFree(tree, name, root, 'dataset');
  if (isThere(tree, root, name)) return;

  const place = { tree, root, cwd };
  const train = request.data === undefined ? undefined : await placeData(request.data, 'data', place);
  const test = request.test === undefined ? undefined : await placeData(request.test, 'test', place);
  const known = train && (await described(train, request.keys));
  const files = { train: train?.path ?? EMPTY_PLACE, test: test?.path };
  const copies: DatasetFile[] = [train?.copy, test?.copy].flatMap((copy) => copy ?? []);
  const left = writeMissing(tree, root, [...datasetFiles(request, files, known?.suite), ...copies]);
  await formatFiles(tree);

  for (const placed of [train, test].flatMap((found) => found ?? []))
    logger.info(`${name}: ${fateOf(placed, known)}`);
  if (train === undefined)
    logger.info(
      `${name}: put the training data to ${posix.join(root, EMPTY_PLACE)}, or change files: in ${posix.join(root, 'dataset.yaml')}`,
    );
  const paths = ['dataset.yaml', files.train, files.test].flatMap((path) =>
    path === undefined || hasScheme(path) ? [] : path,
  );
  const ignored = await ignoredPaths(
    tree.root,
    // Data with a pointer beside it are kept out of git on purpose: the pointer is what Nx sees.
    paths.map((path) => posix.join(root, path)).filter((path) => !tree.exists(`${path}.dvc`)),
  );
  for (const warning of [...(known?.warnings ?? []), ...ignored]) logger.warn(`${name}: ${warning}`);
  const kept = left.filter((path) => !copies.some((copy) => copy.path === path));
  if (kept.length > 0) logger.info(`${name}: left as they were: ${kept.join(', ')}`);
  const plugin = workspaceOptions(tree);
  const stage = [files.train, files.test].some((path) => path !== undefined && hasScheme(path))
    ? 'lock-data'
    : 'validate-data';
  const next = targetName(stage, plugin);
  if (next !== undefined) logger.info(`${name}: next, nx run ${name}:${next}`);
}

/** @throws UserError where the folder is another project, or its dataset.yaml another tool's */
function isThere(tree: Tree, root: string, name: string): boolean {
  const file = posix.join(root, 'dataset.yaml');
  if (modelProjectAt(tree, root)) {
    throw new UserError(`${root} is the folder of a model`, {
      fix: `take another folder for the data set, for example --directory=datasets/${name}`,
    });
  }
  const text = tree.read(file, 'utf-8');
  if (text === null) return false;
  const reading = readShape('dataset.yaml', text, parse);
  if (reading.kind === 'foreign') {
    throw new UserError('there is a dataset.yaml of another tool already', {
      where: { file },
      why: 'its first key is not schema: modelgate.dataset/v1',
      fix: `take another folder, for example --directory=${root}-2`,
    });
  }
  const known = reading.kind === 'dataset' ? reading.shape.name : undefined;
  if (known !== undefined && known !== name)
    throw new UserError(`${root} is the data set "${known}" already`, {
      where: { file },
      fix: `take another folder, for example --directory=${root}-2`,
    });
  logger.info(
    `${root} is ${known === undefined ? 'a data set whose dataset.yaml cannot be read' : `the data set "${name}"`} already; nothing was written`,
  );
  return true;
}

async function described(
  { bytes, shown }: PlacedData,
  keys: readonly string[],
): Promise<DescribedData | undefined> {
  return bytes === undefined ? undefined : describeData({ path: bytes, name: shown }, keys);
}

function fateOf({ path, bytes, shown, copy }: PlacedData, known: DescribedData | undefined): string {
  if (hasScheme(path))
    return `${path} is used from where it is; what it holds now is written to data.lock.json by lock-data`;
  if (copy) return `${shown} was copied to ${path}`;
  const size = known ? ` (${known.rows} rows, ${known.columns} columns)` : '';
  return bytes === undefined
    ? `the bytes of ${shown} are not here, so it was not profiled`
    : `${shown}${size} is used where it is`;
}

/** Writes the files that are not there yet; gives the paths of those that are. */
function writeMissing(tree: Tree, root: string, files: readonly DatasetFile[]): string[] {
  const left = files.filter(({ path }) => tree.exists(posix.join(root, path)));
  for (const file of files) if (!left.includes(file)) tree.write(posix.join(root, file.path), file.content);
  return left.map(({ path }) => path);
}
