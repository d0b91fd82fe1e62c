import { posix } from 'node:path';
import { ENTRY_NAMES, hasScheme, type EntryName } from '@modelgate/contracts/conventions';
import type { ModelShape } from './model-shape';
import { asPattern, filePattern, projectPattern } from './nx-patterns';
import type { CachedStage } from './stage-revisions';

/** The entry points whose modules training does not hash: a change of them must not retrain. */
export const NOT_FOR_TRAINING: readonly EntryName[] = ['evaluate', 'predict', 'predict_proba', 'api'];

/** The cached stages that run the model's code. */
export type CodeStage = Extract<CachedStage, 'train-smoke' | 'train' | 'score' | 'measure'>;

/** The code that a stage hashes, all paths from the project's folder. */
export interface PythonSources {
  folders: readonly string[];
  /** Whether all files below the folders count, and not only Python's. */
  everyFile: boolean;
  /** What does not count, although it lies below the folders: files, and folders, which end with a slash. */
  excluded: readonly string[];
  /** Whether the `.md` files beside model.yaml do not count either. */
  exceptProse: boolean;
}

/**
 * The code of a stage: what it hashes, and by that what it may read. Of a model without commands it is the Python files below
 * `python.path`; of a model with commands every file, since of another language nobody knows which ones a program reads.
 * Left out are the modules of entry points that the stage does not call and, where the code is not in a folder of its own,
 * what belongs to tests and other stages; but nothing that `train.inputs` names, or that the stage reads as data.
 */
export function pythonSources(stage: CodeStage, shape: ModelShape): PythonSources {
  const everyFile = shape.commands !== undefined;
  const isWhole = shape.pythonPath.some((folder) => posix.normalize(folder) === '.');
  const declared = shape.trainInputs;
  const modules = shape.commands?.[stage]
    ? []
    : modulesWithout(stage === 'train' ? NOT_FOR_TRAINING : ['api'], shape);
  const others = isWhole ? (everyFile ? ofOthers(stage, shape) : ofOthersInPython(stage)) : [];
  return {
    folders: shape.pythonPath,
    everyFile,
    excluded: [
      ...modules,
      ...others.filter(
        (path) =>
          // Whoever names a folder of python.path wants what is in it.
          !shape.pythonPath.some((folder) => plain(folder) !== '.' && `${plain(folder)}/`.startsWith(path)) &&
          !isData(path, stage, shape),
      ),
    ].filter((path) => !declared.some((input) => overlap(path, input))),
    exceptProse: isWhole && everyFile && !declared.map(plain).some((path) => path === '.' || isProse(path)),
  };
}

/** The patterns of what `pythonSources` describes. */
export function codePatterns(root: string, sources: PythonSources): string[] {
  const files = sources.everyFile ? '**/*' : '**/*.py';
  return [
    ...sources.folders.map((folder) => `${filePattern(root, folder)}/${files}`),
    ...sources.excluded.map((path) => `!${filePattern(root, path)}${path.endsWith('/') ? '/**' : ''}`),
    ...(sources.exceptProse ? [`!${projectPattern(root)}/*.md`] : []),
  ];
}

/** Whether a file, from the project's folder, is one of those that are left out of the code. */
export function isExcluded({ excluded, exceptProse }: PythonSources, path: string): boolean {
  return (
    (exceptProse && isProse(path)) ||
    excluded.some((other) => (other.endsWith('/') ? path.startsWith(other) : path === other))
  );
}

/** Whether one of two paths is the other, or lies below it. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [plain(one), plain(other)];
  return a === '.' || b === '.' || a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** The files that the modules of these entry points may be; not of a module that also holds an entry point that stays. */
function modulesWithout(without: readonly EntryName[], { entry, pythonPath }: ModelShape): string[] {
  const stay = new Set(
    ENTRY_NAMES.filter((name) => !without.includes(name)).map((name) => moduleOf(entry[name])),
  );
  const modules = [...new Set(without.map((name) => moduleOf(entry[name])))].filter(
    (name) => !stay.has(name),
  );
  return pythonPath.flatMap((folder) =>
    modules.flatMap((module) => {
      const stem = posix.join(folder, ...module.split('.'));
      return [`${stem}.py`, `${stem}/__init__.py`];
    }),
  );
}

/** What a stage does not read of a project that is one folder with its code: files of tests and of other stages. */
function ofOthers(stage: CodeStage, { baseline, train, test }: ModelShape): string[] {
  const others = {
    'train-smoke': ['gates/validate-data.yaml', 'gates/evaluate.yaml', 'gates/benchmark.yaml'],
    train: ['gates/'],
    score: ['gates/', 'measure.yaml', 'params.yaml'],
    measure: ['gates/', 'score.yaml', 'params.yaml'],
  };
  const learns = stage === 'train' || stage === 'train-smoke';
  return [
    'tests/',
    'expectations/',
    'deploy.yaml',
    plain(baseline),
    ...others[stage],
    ...(learns ? ['baseline/', 'score.yaml', 'measure.yaml'] : []),
    ...(learns && test !== undefined && test !== train && !hasScheme(test) ? [plain(test)] : []),
  ];
}

/** Of Python files alone, only these folders hold any. */
function ofOthersInPython(stage: CodeStage): string[] {
  return ['tests/', ...(stage === 'score' || stage === 'measure' ? [] : ['baseline/'])];
}

/** Whether a path is, holds, or lies in the data of a stage: an exclusion of Nx would win over the pattern of the data. */
function isData(path: string, stage: CodeStage, { train, test }: ModelShape): boolean {
  const learns = stage === 'train' || stage === 'train-smoke';
  const data = learns ? train : (test ?? train);
  if (data === undefined || hasScheme(data)) return false;
  const parts = data.split('/');
  const glob = parts.findIndex((part) => asPattern(part) !== part);
  if (glob === -1) return overlap(path, data);
  // A name with `[1]` in it may be meant as it stands, and then lies in the same folder.
  const folder = parts.slice(0, glob).join('/') || '.';
  const deep = glob < parts.length - 1 || data.includes('**');
  if (path.endsWith('/')) return (deep || folder !== '.') && overlap(path, folder);
  return (
    test !== undefined &&
    path === plain(test) &&
    (deep ? overlap(path, folder) : posix.dirname(path) === plain(folder))
  );
}

function plain(path: string): string {
  return posix.normalize(path).replace(/(.)\/$/, '$1');
}

/** A text beside model.yaml. */
function isProse(path: string): boolean {
  return path.endsWith('.md') && !path.includes('/');
}

function moduleOf(entry: string): string {
  return entry.split(':')[0] ?? entry;
}
