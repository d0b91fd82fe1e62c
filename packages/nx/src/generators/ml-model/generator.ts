import { posix } from 'node:path';
import { formatFiles, logger, readNxJson, type Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import initGenerator from '../init/generator';
import { modelProjectAt } from '../model-projects';
import { targetName } from '../../inference/targets';
import { pluginEntry, workspaceOptions } from '../registered-plugin';
import { userFolder } from '../workspace-path';
import { chooseTemplate } from './choose-template';
import { datasetModelData } from './dataset-model-data';
import { assertNameIsFree } from './free-name';
import { ignoredPaths } from './git-ignored';
import type { ModelData } from './model-spec';
import { resolveRequest, type MlModelOptions, type ModelRequest } from './options';
import { projectFiles, writeMissing } from './project-files';
import { choosePackage } from './python-package';
import { syntheticModelData } from './synthetic-model-data';
import { userModelData } from './user-model-data';

/**
 * Creates a model project that trains, is evaluated and benchmarked as it stands. What is there already is never
 * overwritten: a folder without model.yaml gets the files that it has not, one with our model.yaml gets nothing.
 */
export default async function mlModelGenerator(tree: Tree, options: MlModelOptions): Promise<void> {
  const request = resolveRequest(options, tree.root, userFolder(tree.root));
  const { name, root } = request;
  if (pluginEntry(readNxJson(tree)) === undefined) await initGenerator(tree);
  await assertNameIsFree(tree, name, root);
  if (modelProjectAt(tree, root)) {
    logger.info(
      `${root} is the model "${name}" already; nothing was written, and these are left as they are:`,
    );
    logger.info(`  ${tree.children(root).sort().join(', ')}`);
    return;
  }

  const data = await modelData(tree, request);
  const { template, notes } = await chooseTemplate(tree, request);
  const plugin = workspaceOptions(tree);
  const { packageName, named: packageIsNamed } = choosePackage(name);
  const { environments } = plugin;
  const spec = {
    name,
    root,
    owner: request.owner,
    packageName,
    packageIsNamed,
    template,
    environments,
    data,
  };
  const left = writeMissing(tree, root, projectFiles(spec));
  await formatFiles(tree);

  for (const note of [...data.notes, ...notes]) logger.info(`${name}: ${note}`);
  const needed = ['model.yaml', data.train, data.test].flatMap((path) => path ?? []);
  const ignored = await ignoredPaths(
    tree.root,
    // Data with a pointer beside it are kept out of git on purpose: the pointer is what Nx sees.
    needed.map((path) => posix.join(root, path)).filter((path) => !tree.exists(`${path}.dvc`)),
  );
  for (const warning of [...data.warnings, ...ignored]) logger.warn(`${name}: ${warning}`);
  if (packageIsNamed && template !== 'command')
    logger.info(`${name}: its Python package is ${packageName}, since another module has its name`);
  if (left.length > 0) logger.info(`${name}: left as they were: ${left.join(', ')}`);
  const evaluate = targetName('evaluate', plugin);
  if (evaluate !== undefined) logger.info(`${name}: next, nx run ${name}:${evaluate}`);
}

async function modelData(tree: Tree, request: ModelRequest): Promise<ModelData> {
  if (request.data !== undefined)
    return userModelData(tree, { ...request, data: request.data }, userFolder(tree.root));
  if (request.dataset !== undefined) return datasetModelData(tree, { ...request, dataset: request.dataset });
  const data = syntheticModelData(request.task ?? 'binary-classification');
  const taken = data.files.map(({ path }) => `${request.root}/${path}`).find((path) => tree.exists(path));
  if (taken === undefined) return data;
  throw new UserError(`there is data in ${taken} already, and the made-up data set would have its place`, {
    fix: `use it with --data=${JSON.stringify(taken)}, or take another folder with --directory`,
  });
}
