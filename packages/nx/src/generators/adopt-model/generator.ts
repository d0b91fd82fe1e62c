import { posix } from 'node:path';
import { formatFiles, getProjects, logger, readNxJson, type Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { readCode } from '@modelgate/runtime';
import { workspaceDataFolder } from '../../inference/model-cache';
import { targetName } from '../../inference/targets';
import { benchmarkGatesText, evaluateGatesText } from '../gates-files';
import initGenerator from '../init/generator';
import { assertNameIsFree } from '../ml-model/free-name';
import { ignoredPaths } from '../ml-model/git-ignored';
import { modelProjectAt } from '../model-projects';
import { pluginEntry, workspaceOptions } from '../registered-plugin';
import { userFolder } from '../workspace-path';
import { accountOf, type Account } from './account';
import { gatesFor } from './find-baseline';
import { modelText } from './model-file';
import { resolveRequest, type AdoptModelOptions } from './options';
import { recognise } from './recognise';

/**
 * Makes a model project of code that is there: writes model.yaml, and the gates that are not there, and nothing else. What
 * was recognised, what was not, and what is left to do is printed. A second run changes nothing.
 */
export default async function adoptModelGenerator(tree: Tree, options: AdoptModelOptions): Promise<void> {
  const request = resolveRequest(options, tree.root, userFolder(tree.root), (root) =>
    projectNameAt(tree, root),
  );
  const { name, root, folder } = request;
  if (alreadyAdopted(tree, root)) return;
  if (pluginEntry(readNxJson(tree)) === undefined) await initGenerator(tree);
  await assertNameIsFree(tree, name, root, 'adopt-model');

  const question = {
    workspaceRoot: tree.root,
    projectRoot: folder,
    env: process.env,
    cacheDir: workspaceDataFolder(tree.root, process.env),
  };
  const found = await recognise(request, tree.root, (files) => readCode(question, files));
  const { gates, leftOut } = gatesFor(found.target.task, found.baseline);
  const wrote = writeMissing(tree, root, {
    'model.yaml': modelText(request, found),
    'gates/evaluate.yaml': evaluateGatesText(root, found.target.task, gates),
    'gates/benchmark.yaml': benchmarkGatesText(root),
  });
  await formatFiles(tree);

  logger.info(
    `${root} is the model "${name}" now. Written: ${wrote.join(', ')}. None of its files was changed.`,
  );
  const isNew = wrote.includes('gates/evaluate.yaml');
  print(accountOf(request, found, isNew ? leftOut : []));
  const needed = ['model.yaml', found.data.train, found.data.test].flatMap((path) => path ?? []);
  const ignored = await ignoredPaths(
    tree.root,
    needed.map((path) => posix.join(root, path)),
  );
  for (const warning of ignored) logger.warn(warning);
  const next = ['evaluate', 'benchmark'] as const;
  const commands = next.flatMap((stage) => targetName(stage, workspaceOptions(tree)) ?? []);
  if (commands.length > 0)
    logger.info(`Next: ${commands.map((target) => `nx run ${name}:${target}`).join(', ')}`);
}

function projectNameAt(tree: Tree, root: string): string | undefined {
  return [...getProjects(tree)].find(([, project]) => project.root === root)?.[0];
}

/** @throws UserError where model.yaml is another tool's */
function alreadyAdopted(tree: Tree, root: string): boolean {
  const path = posix.join(root, 'model.yaml');
  if (!tree.exists(path)) return false;
  const project = modelProjectAt(tree, root);
  if (!project) {
    throw new UserError('there is a model.yaml of another tool already', {
      where: { file: path },
      why: 'its first key is not schema: modelgate.model/v1, and no file of yours is changed',
      fix: 'rename it, or move the code of the model into a folder of its own',
    });
  }
  const what =
    project.name === undefined ? 'has a model.yaml that cannot be read' : `is the model "${project.name}"`;
  logger.info(`${root} ${what} already; nothing was written`);
  return true;
}

/** Writes the files that are not there yet; gives their paths. */
function writeMissing(tree: Tree, root: string, files: Record<string, string>): string[] {
  const missing = Object.entries(files).filter(([path]) => !tree.exists(posix.join(root, path)));
  for (const [path, text] of missing) tree.write(posix.join(root, path), text);
  return missing.map(([path]) => path);
}

function print({ recognised, unused, todo }: Account): void {
  const sections: [string, string[]][] = [
    ['Recognised', recognised],
    ['Not used', unused],
    ['To do', todo],
  ];
  for (const [title, lines] of sections) {
    if (lines.length === 0) continue;
    logger.info(`${title}:`);
    for (const line of lines) logger.info(`  ${line}`);
  }
}
