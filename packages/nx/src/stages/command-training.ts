import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import {
  commandsOf,
  entryFileSchema,
  UserError,
  validate,
  type EntryFile,
  type StageResult,
} from '@modelgate/contracts';
import { ignoreRules, isOfData, LIBRARIES } from '@modelgate/runtime';
import { walkFiles } from '@modelgate/store';
import { overlap } from '../inference/code-sources';
import { commandFiles } from './declared-inputs';
import { writeJson } from './run-stage-task';
import { projectPath, type StageContext } from './stage-context';

/**
 * Completes what the training of a model with commands wrote to `out`, so that it is called everywhere as one that the
 * runner trained: classes.json and history.json from the result, all of its code, entry.json with the commands.
 *
 * @returns the files of its code, from the project's folder
 * @throws UserError where the command wrote no model, or no classes of a classifier
 */
export async function completeTraining(
  context: StageContext,
  out: string,
  result: StageResult,
): Promise<string[]> {
  const byCommand = commandsOf(context.model.command).train !== undefined;
  if (byCommand) await completeResults(context, out, result);
  const code = await codeFiles(context);
  for (const path of code) {
    const copy = join(out, 'code', path);
    await mkdir(dirname(copy), { recursive: true });
    await copyFile(projectPath(context, path), copy);
  }
  const entry = byCommand ? entryFile(context) : await writtenEntryFile(out);
  await writeJson(out, 'entry.json', { ...entry, command: commandsOf(context.model.command) });
  return code;
}

async function completeResults(context: StageContext, out: string, result: StageResult): Promise<void> {
  const model = join(out, 'model');
  if (!existsSync(model) || (await walkFiles(model)).length === 0) {
    throw new UserError(`train of ${context.projectName} ended without a model`, {
      where: { file: posix.join(context.projectRoot, 'model.yaml') },
      fix: 'let the command write the files of the model into the folder model/ of the folder that "out" of the request names',
    });
  }
  if (result.classes) await writeJson(out, 'classes.json', result.classes);
  else if (context.model.task.endsWith('classification') && !existsSync(join(out, 'classes.json'))) {
    throw new UserError(`train of ${context.projectName} did not say which classes there are`, {
      where: { file: posix.join(context.projectRoot, 'model.yaml') },
      fix: 'let the command give the sorted distinct targets of the training rows as "classes" of its result',
    });
  }
  if (!existsSync(join(out, 'history.json'))) await writeJson(out, 'history.json', result.history ?? {});
}

function entryFile({ model, shape, libraries }: StageContext): EntryFile {
  const { positive } = model.data;
  return {
    schema: 'modelgate.entry/v1',
    task: model.task,
    target: model.data.target,
    ...(positive === undefined ? {} : { positive }),
    path: [
      ...model.python.path,
      ...libraries.flatMap(({ name, path }) => path.map((folder) => posix.join(LIBRARIES, name, folder))),
    ],
    entry: shape.entry,
    named: Object.keys(model.entry).sort(),
  };
}

async function writtenEntryFile(out: string): Promise<EntryFile> {
  return validate(entryFileSchema, await readFile(join(out, 'entry.json'), 'utf8'), {
    filePath: 'entry.json',
  });
}

/** Files of a project that are no code, where its code is not in a folder of its own. */
const NOT_CODE =
  /^(?:tests|data|baseline|expectations|gates|dist)\/|^(?:model|params|score|measure|deploy)\.yaml$|^[^/]*\.md$/;
const NEVER = /(?:^|\/)(?:node_modules|__pycache__|\.[^/]+)(?:\/|$)/;

/**
 * Every file of the project that counts as code, from its folder, sorted: what git ignores is no input and does not. Data that
 * lies among the code stays where it is, unless it is named as code too.
 */
async function codeFiles(context: StageContext): Promise<string[]> {
  const { model } = context;
  const named = [...model.train.inputs, ...commandParts(context)];
  const places = [...model.python.path, ...named]
    .map((path) => posix.normalize(path).replace(/\/$/, ''))
    .filter((path) => path !== '..' && !path.startsWith('../') && existsSync(projectPath(context, path)));
  const found = places.includes('.')
    ? (await walkProject(context)).filter(
        (path) => !NOT_CODE.test(path) && path !== posix.normalize(model.baseline),
      )
    : await walkFiles(projectPath(context, '.'), places);
  const data = [model.data.train, model.data.test].flatMap((path) => path ?? []);
  const paths = [...new Set(found)]
    .filter((path) => !NEVER.test(path))
    .filter(
      (path) =>
        !data.some((one) => isOfData(one, path)) ||
        named.some((one) => posix.normalize(one) !== '.' && overlap(one, path)),
    )
    .sort();
  const rules = await ignoreRules(
    context.workspaceRoot,
    paths.map((path) => posix.join(context.projectRoot, path)),
  );
  return paths.filter((path) => !rules.has(posix.join(context.projectRoot, path)));
}

/** The whole project without folders that may be large and are no code: links in them may lead anywhere. */
async function walkProject(context: StageContext): Promise<string[]> {
  const root = projectPath(context, '.');
  const names = (await readdir(root)).filter((name) => !NEVER.test(name) && !NOT_CODE.test(`${name}/`));
  return walkFiles(root, names);
}

function commandParts(context: StageContext): string[] {
  return Object.values(commandsOf(context.model.command)).flatMap((command) =>
    command ? commandFiles(context, command) : [],
  );
}
