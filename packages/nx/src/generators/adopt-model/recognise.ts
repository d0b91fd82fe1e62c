import { posix } from 'node:path';
import { resolveEntry, UserError, type EntryName, type PythonOutline } from '@modelgate/contracts';
import type { CodeReading } from '@modelgate/runtime';
import { modelShape } from '../../inference/model-shape';
import { findTarget, type ChosenTarget } from './choose-target';
import { findData, type FoundData } from './data-files';
import { findEntryPoints, type EntrySearch } from './entry-points';
import { findBaseline, type FoundBaseline } from './find-baseline';
import { findEnvironment, type FoundEnvironment } from './find-environment';
import { findQuality, type FoundQuality } from './find-quality';
import { findSuites, type FoundSuites } from './find-suites';
import type { AdoptRequest } from './options';
import { isTest, isTooling, listFiles, type FileInProject } from './project-files';
import { choosePythonPath } from './python-path';
import { importedFrom, type Modules } from './modules';
import { trainInputs, type FoundInput } from './train-inputs';

/** Everything that was found in a folder with the code of a model. */
export interface Recognised {
  files: FileInProject[];
  data: FoundData;
  target: ChosenTarget;
  /** Folders on `sys.path`. */
  pythonPath: string[];
  /** The package of the conventional modules; undefined where it follows from the name. */
  pythonPackage: string | undefined;
  entries: EntrySearch;
  /** Entry points that are not where modelgate looks for them, as model.yaml names them. */
  named: Partial<Record<EntryName, string>>;
  inputs: FoundInput[];
  suites: FoundSuites;
  baseline: FoundBaseline | undefined;
  refusedBaselines: { path: string; why: string }[];
  environment: FoundEnvironment;
  quality: FoundQuality;
  /** Files whose syntax the Python of this machine does not know. */
  unreadable: PythonOutline[];
  python: CodeReading['python'];
}

/**
 * Looks at the files of a project and reads its code, without running or changing anything.
 *
 * @param read gives what Python files define
 * @throws UserError where there is no Python code, or no data, or nothing tells the target
 */
export async function recognise(
  request: AdoptRequest,
  workspaceRoot: string,
  read: (files: readonly string[]) => Promise<CodeReading>,
): Promise<Recognised> {
  const { folder, root, name } = request;
  const files = listFiles(folder);
  const code = files.map(({ path }) => path).filter((path) => isCode(path));
  if (code.length === 0) throw noCode(root, files);
  const { python, files: all } = await read(code);
  const outlines = all.filter(({ error }) => error === undefined);
  const modules = choosePythonPath(outlines);
  const entries = findEntryPoints(outlines, modules);
  const reached = runByStages(outlines, modules, entries.found);
  const data = findData(files, outlines, { train: request.train, test: request.test }, root);
  const target = await findTarget({
    folder,
    root,
    train: data.train,
    target: request.target,
    task: request.task,
    outlines: reached.length > 0 ? reached : outlines,
  });
  const pythonPackage = choosePackage(name, entries.found);
  const named = namedEntries(name, pythonPackage, entries.found);
  const suites = findSuites(folder, files, data.test !== undefined);
  const { baseline, refused } = findBaseline(folder, files);
  const shape = modelShape({
    name,
    entry: named,
    python: { path: [...modules.path], ...(pythonPackage === undefined ? {} : { package: pythonPackage }) },
  });
  if (!shape) throw new Error(`the shape of a model with the name ${name}`);
  const taken = [data.train, data.test, baseline?.path, ...suites.train, ...suites.test].flatMap(
    (path) => path ?? [],
  );
  return {
    files,
    data,
    target,
    pythonPath: [...modules.path],
    pythonPackage,
    entries,
    named,
    inputs: trainInputs({ folder, shape, modules, outlines, found: entries.found, taken }),
    suites,
    baseline,
    refusedBaselines: refused,
    environment: await findEnvironment(folder, reached),
    quality: findQuality(workspaceRoot, folder, files),
    unreadable: all.filter(({ error }) => error !== undefined),
    python,
  };
}

function isCode(path: string): boolean {
  return path.endsWith('.py') && !isTest(path) && !isTooling(path);
}

function noCode(root: string, files: readonly FileInProject[]): UserError {
  const notebooks = files.filter(({ path }) => path.endsWith('.ipynb'));
  const only =
    notebooks.length > 0
      ? `there are ${notebooks.length} notebooks, and no module that could be imported`
      : undefined;
  return new UserError(`there is no Python code in ${root}`, {
    ...(only === undefined ? {} : { why: only }),
    fix:
      only === undefined
        ? 'name the folder that holds the code; a model in another language is described by command: in model.yaml'
        : 'move the training into a function of a module, for example train_model(table) in src/train.py',
  });
}

/** The files that the stages import; a web service runs elsewhere, with packages of its own. */
function runByStages(
  outlines: readonly PythonOutline[],
  modules: Modules,
  { api: _api, ...called }: EntrySearch['found'],
): PythonOutline[] {
  const starts = [...new Set(Object.values(called).map(({ file }) => file))];
  const reached = importedFrom(starts, modules, outlines);
  return outlines.filter(({ path }) => reached.has(path));
}

/** The package for which most entry points are where modelgate looks for them by itself. */
function choosePackage(name: string, found: EntrySearch['found']): string | undefined {
  const modules = Object.values(found).map(({ target }) => target.split(':')[0] ?? '');
  const packages = modules.map((module) => module.split('.').slice(0, -1).join('.'));
  const conventional = resolveEntry({ name });
  const matches = (entry: Record<EntryName, string>) =>
    Object.values(found).filter((one) => entry[one.entry] === one.target).length;
  const candidates = [...new Set(packages)].map((candidate) => ({
    candidate,
    count: matches(resolveEntry({ name, python: { package: candidate } })),
    inside: packages.filter((one) => one === candidate).length,
  }));
  const [best] = candidates.sort((a, b) => b.count - a.count || b.inside - a.inside);
  return best === undefined || (best.count > 0 && best.count === matches(conventional))
    ? undefined
    : best.candidate;
}

function namedEntries(
  name: string,
  pythonPackage: string | undefined,
  found: EntrySearch['found'],
): Partial<Record<EntryName, string>> {
  const conventional = resolveEntry({
    name,
    ...(pythonPackage === undefined ? {} : { python: { package: pythonPackage } }),
  });
  return Object.fromEntries(
    Object.values(found)
      .filter(({ entry, target }) => conventional[entry] !== target)
      .map(({ entry, target }) => [entry, target]),
  );
}

/** Saved models and notebooks, which no stage reads. */
export function savedModels(files: readonly FileInProject[]): FileInProject[] {
  return files.filter(({ path }) =>
    /\.(pkl|pickle|joblib|onnx|pt|pth|h5|keras|safetensors|ubj|bin|model)$/i.test(path),
  );
}

export function notebooks(files: readonly FileInProject[]): string[] {
  return files.map(({ path }) => path).filter((path) => posix.extname(path) === '.ipynb');
}
