import { posix } from 'node:path';
import type { EntryName } from '@modelgate/contracts/conventions';
import { datasetNamedInputs, modelData, TEST_DATA, TRAIN_DATA } from './data-inputs';
import type { DatasetShape } from './dataset-shape';
import type { Input } from './inputs';
import type { LibrarySources, ModelShape } from './model-shape';
import { asPattern, filePattern, projectPattern } from './nx-patterns';
import { qualityInputs } from './quality-inputs';
import { revisionNodeOf, type CachedStage } from './stage-revisions';

/** Exactly what each cached stage of a model reads. Everything that is not here does not rerun it. */
export function stageInputs(root: string, shape: ModelShape): Partial<Record<CachedStage, Input[]>> {
  const file = (path: string) => filePattern(root, path);
  const { train, test } = modelData(root, shape);
  const lock = lockFiles(root);
  const withoutApi = pythonCode(root, shape, ['api'], lock);
  const code = (stage: CodeStage) =>
    shape.commands
      ? commandCode(stage, root, shape, lock)
      : stage === 'train'
        ? pythonCode(root, shape, NOT_FOR_TRAINING, lock)
        : withoutApi;
  const baseline = file(shape.baseline);
  const baselineBytes = [file('baseline/artifact.json'), `${file('baseline/files')}/**/*`];
  const further = shape.trainInputs.flatMap((path) => [file(path), `${file(path)}/**/*`]);
  const definition = file('model.yaml');
  const complete = (stage: CachedStage, ...own: Input[]): Input[] => [
    definition,
    ...own,
    { externalDependencies: [revisionNodeOf(stage)] },
    { env: 'MODELGATE_REFRESH' },
  ];

  const inputs: Partial<Record<CachedStage, Input[]>> = {
    'validate-data': complete(
      'validate-data',
      ...train,
      ...(test === train ? [] : test),
      ...suites(root, shape.suites),
      file('gates/validate-data.yaml'),
    ),
    'train-smoke': complete(
      'train-smoke',
      ...train,
      file('params.yaml'),
      file('gates/train-smoke.yaml'),
      ...code('train-smoke'),
      ...further,
    ),
    train: complete('train', ...train, file('params.yaml'), ...code('train'), ...further),
    score: complete(
      'score',
      artifactOf('train'),
      ...test,
      file('score.yaml'),
      ...code('score'),
      ...further,
      ...baselineBytes,
    ),
    evaluate: complete('evaluate', artifactOf('score'), file('gates/evaluate.yaml'), baseline),
    measure: complete(
      'measure',
      artifactOf('train'),
      ...test,
      file('measure.yaml'),
      ...code('measure'),
      ...further,
      ...baselineBytes,
      { env: 'MODELGATE_HARDWARE' },
    ),
    benchmark: complete('benchmark', artifactOf('measure'), file('gates/benchmark.yaml'), baseline),
  };
  for (const stage of shape.quality) {
    const libraries = (shape.libraries ?? []).flatMap(libraryFiles);
    inputs[stage] = complete(stage, ...qualityInputs(stage, root, libraries, lock));
  }
  return inputs;
}

/** What the check of a data set reads. */
export function datasetInputs(root: string, shape: DatasetShape): Input[] {
  const { [TRAIN_DATA]: train = [], [TEST_DATA]: test = [] } = datasetNamedInputs(root, shape);
  return [
    ...new Set([...train, ...test]),
    ...suites(root, shape.suites),
    filePattern(root, 'gates/validate-data.yaml'),
    { externalDependencies: [revisionNodeOf('validate-data')] },
    { env: 'MODELGATE_REFRESH' },
  ];
}

/** `dependsOn` alone would let Nx serve the result of an older upstream: the edge names what is read. */
function artifactOf(stage: CachedStage): Input {
  return { dependentTasksOutputFiles: `**/${stage}/artifact.json` };
}

function suites(root: string, named: readonly string[] | undefined): Input[] {
  return named?.map((path) => filePattern(root, path)) ?? [`${filePattern(root, 'expectations')}/**/*`];
}

/** The lock of the project, and of the workspace that the project may be a member of. */
function lockFiles(root: string): Input[] {
  const names = ['uv.lock', 'requirements*.txt', 'pyproject.toml'];
  const own = names.map((name) => `${projectPattern(root)}/${name}`);
  return root === '.' ? own : [...own, ...names.map((name) => `{workspaceRoot}/${name}`)];
}

const ALL_ENTRIES: readonly EntryName[] = [
  'load_data',
  'preprocess_features',
  'train',
  'save_model',
  'load_model',
  'evaluate',
  'predict',
  'predict_proba',
  'api',
];

/** The entry points whose modules training does not hash: a change of them must not retrain. */
export const NOT_FOR_TRAINING: readonly EntryName[] = ['evaluate', 'predict', 'predict_proba', 'api'];

/** Folders of Python files and the files in them that do not count, all from the project's folder. */
export interface PythonSources {
  folders: string[];
  /** Files, wherever the modules that do not count may be. */
  excluded: string[];
}

/**
 * The Python files under `python.path` without the modules of the entry points `without`. A module that also holds an
 * entry point that stays, or that `train.inputs` names, is not taken out.
 */
export function pythonSources(shape: ModelShape, without: readonly EntryName[]): PythonSources {
  const stay = ALL_ENTRIES.filter((name) => !without.includes(name)).map((name) =>
    moduleOf(shape.entry[name]),
  );
  const modules = [...new Set(without.map((name) => moduleOf(shape.entry[name])))].filter(
    (name) => !stay.includes(name),
  );
  const declared = shape.trainInputs.map((path) => posix.normalize(path));
  const files = shape.pythonPath.flatMap((folder) =>
    modules.flatMap((module) => {
      const stem = posix.join(folder, ...module.split('.'));
      return [`${stem}.py`, `${stem}/__init__.py`];
    }),
  );
  return {
    folders: shape.pythonPath,
    excluded: files.filter(
      (file) => !declared.some((input) => file === input || file.startsWith(`${input}/`)),
    ),
  };
}

/** The cached stages that run the model's code. */
export type CodeStage = Extract<CachedStage, 'train-smoke' | 'train' | 'score' | 'measure'>;

/** The Python code of a stage and what it runs with: lock, minor version and libraries of the workspace. */
function pythonCode(
  root: string,
  shape: ModelShape,
  without: readonly EntryName[],
  lock: readonly Input[],
): Input[] {
  const { folders, excluded } = pythonSources(shape, without);
  return [
    ...folders.map((folder) => `${filePattern(root, folder)}/**/*.py`),
    ...(isWholeProject(folders) ? [`!${projectPattern(root)}/tests/**`] : []),
    ...excluded.map((path) => `!${filePattern(root, path)}`),
    ...pythonWorld(shape, lock),
  ];
}

/** The code of a stage of a model that has commands: a stage that one runs needs nothing of Python. */
function commandCode(stage: CodeStage, root: string, shape: ModelShape, lock: readonly Input[]): Input[] {
  const files = allCode(stage, root, shape);
  if (shape.commands?.[stage]) return files;
  const { excluded } = pythonSources(shape, stage === 'train' ? NOT_FOR_TRAINING : ['api']);
  return [...files, ...excluded.map((path) => `!${filePattern(root, path)}`), ...pythonWorld(shape, lock)];
}

function pythonWorld({ libraries = [] }: ModelShape, lock: readonly Input[]): Input[] {
  return [...libraries.flatMap(libraryFiles), ...lock, { env: 'MODELGATE_PYTHON_MINOR' }];
}

/** Every file below `python.path`: of another language nobody knows which ones a program reads. */
function allCode(stage: CodeStage, root: string, shape: ModelShape): Input[] {
  return [
    ...shape.pythonPath.map((folder) => `${filePattern(root, folder)}/**/*`),
    ...(isWholeProject(shape.pythonPath)
      ? neverRead(stage, shape).map((path) => `!${projectPattern(root)}/${path}`)
      : []),
  ];
}

function isWholeProject(folders: readonly string[]): boolean {
  return folders.some((folder) => posix.normalize(folder) === '.');
}

/** Files of a project that is one folder with its code, and that a stage does not read: those of other stages. */
function neverRead(stage: CodeStage, { baseline, test }: ModelShape): string[] {
  const others = {
    'train-smoke': ['gates/validate-data.yaml', 'gates/evaluate.yaml', 'gates/benchmark.yaml'],
    train: ['gates/**'],
    score: ['gates/**', 'measure.yaml', 'params.yaml'],
    measure: ['gates/**', 'score.yaml', 'params.yaml'],
  };
  const learns = stage === 'train' || stage === 'train-smoke';
  return [
    'tests/**',
    'expectations/**',
    'deploy.yaml',
    '*.md',
    asPattern(baseline),
    ...others[stage],
    ...(learns ? ['baseline/**', 'score.yaml', 'measure.yaml'] : []),
    ...(learns && test !== undefined ? [asPattern(test)] : []),
  ];
}

/** The Python files of a library without its tests, and what it depends on itself. */
function libraryFiles({ root, path }: LibrarySources): Input[] {
  const folder = root === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${asPattern(root)}`;
  return [
    `${folder}/pyproject.toml`,
    ...path.flatMap((source) => {
      const sources = posix.normalize(source) === '.' ? folder : `${folder}/${asPattern(source)}`;
      return [`${sources}/**/*.py`, `!${sources}/**/tests/**`];
    }),
  ];
}

function moduleOf(entry: string): string {
  return entry.split(':')[0] ?? entry;
}
