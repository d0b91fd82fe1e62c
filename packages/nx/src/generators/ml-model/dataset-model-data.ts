import { posix } from 'node:path';
import { globAsync, type Tree } from '@nx/devkit';
import { datasetSchema, hasScheme, suggest, UserError, validate, type Dataset } from '@modelgate/contracts';
import { isOurs } from '../../inference/reading';
import type { ModelData } from './model-spec';
import type { ModelRequest } from './options';
import { userModelData } from './user-model-data';

/**
 * The data set that `--dataset` names as the data of a new model: its target and task are chosen from the training data,
 * which stays where it is; its suites are its own.
 *
 * @throws UserError where there is no such data set, or its training data is no CSV file that is here
 */
export async function datasetModelData(
  tree: Tree,
  request: ModelRequest & { dataset: string },
): Promise<ModelData> {
  const { root, file, dataset } = await findDataset(tree, request.dataset);
  const { train, test } = dataset.files;
  const here = [train, test].flatMap((path) => (path === undefined ? [] : [bytesOf(path)]));
  const other = here.find(
    (path) => hasScheme(path) || !/\.(csv|tsv|txt)$/i.test(path) || !tree.exists(posix.join(root, path)),
  );
  if (other !== undefined) {
    throw new UserError(`the data set "${dataset.name}" cannot be read by a template`, {
      where: { file },
      why: `the templates read CSV files of this machine, and there is ${other}`,
      fix: `make the model with --template=stdlib and no data, then name the data set in its model.yaml (data.dataset) and read it in load_data`,
    });
  }
  const fromModel = (path: string) => posix.relative(request.root, posix.join(root, bytesOf(path)));
  const data = await userModelData(
    tree,
    // As if the model were there, so that nothing is copied.
    { ...request, root, data: posix.join(root, bytesOf(train)) },
    tree.root,
  );
  return {
    ...data,
    dataset: dataset.name,
    train: fromModel(train),
    test: test === undefined ? undefined : fromModel(test),
    suite: undefined,
    files: [],
    warnings: [],
  };
}

function bytesOf(path: string): string {
  return path.endsWith('.dvc') ? path.slice(0, -'.dvc'.length) : path;
}

async function findDataset(
  tree: Tree,
  name: string,
): Promise<{ root: string; file: string; dataset: Dataset }> {
  const files = (await globAsync(tree, ['**/dataset.yaml'])).sort();
  const names: string[] = [];
  for (const file of files) {
    const text = tree.read(file, 'utf-8') ?? '';
    if (!isOurs(text)) continue;
    const root = posix.dirname(file);
    const own = /^name:\s*["']?([\w.-]+)/m.exec(text)?.[1];
    if (own === name) return { root, file, dataset: validate(datasetSchema, text, { filePath: file }) };
    names.push(own ?? root);
  }
  const near = suggest(name, names);
  throw new UserError(`--dataset: there is no data set ${JSON.stringify(name)} in this workspace`, {
    why: names.length === 0 ? 'it has no data sets yet' : `its data sets are ${names.join(', ')}`,
    fix:
      near === undefined
        ? `make it: nx generate dataset ${name} --data=<file>`
        : `did you mean --dataset=${near}?`,
  });
}
