import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import type { EntryName } from '@modelgate/contracts/conventions';
import type { ModelShape } from './model-shape';
import { filePattern, projectPattern } from './nx-patterns';
import { revisionNodeOf, type CachedStage } from './stage-revisions';

type Input = NonNullable<TargetConfiguration['inputs']>[number];

/** Exactly what each cached stage of a model reads. Everything that is not here does not rerun it. */
export function stageInputs(root: string, shape: ModelShape): Record<CachedStage, Input[]> {
  const file = (path: string) => filePattern(root, path);
  const train = shape.train === undefined ? [] : [file(shape.train)];
  const test = shape.test === undefined ? train : [file(shape.test)];
  const python: Input[] = [...lockFiles(root), { env: 'MODELGATE_PYTHON_MINOR' }];
  const withoutApi = pythonFiles(root, shape, ['api']);
  const baselineBytes = [file('baseline/artifact.json'), `${file('baseline/files')}/**/*`];
  const further = shape.trainInputs.flatMap((path) => [file(path), `${file(path)}/**/*`]);

  const own: Record<CachedStage, Input[]> = {
    'validate-data': [
      ...train,
      ...(shape.test === undefined ? [] : test),
      ...suites(root, shape),
      file('gates/validate-data.yaml'),
    ],
    'train-smoke': [
      ...train,
      file('params.yaml'),
      file('gates/train-smoke.yaml'),
      ...withoutApi,
      ...further,
      ...python,
    ],
    train: [
      ...train,
      file('params.yaml'),
      ...pythonFiles(root, shape, NOT_FOR_TRAINING),
      ...further,
      ...python,
    ],
    score: [
      artifactOf('train'),
      ...test,
      file('score.yaml'),
      ...withoutApi,
      ...further,
      ...baselineBytes,
      ...python,
    ],
    evaluate: [artifactOf('score'), file('gates/evaluate.yaml'), file(shape.baseline)],
    measure: [
      artifactOf('train'),
      ...test,
      file('measure.yaml'),
      ...withoutApi,
      ...further,
      ...baselineBytes,
      ...python,
      { env: 'MODELGATE_HARDWARE' },
    ],
    benchmark: [artifactOf('measure'), file('gates/benchmark.yaml'), file(shape.baseline)],
  };
  const all = Object.entries(own) as [CachedStage, Input[]][];
  return Object.fromEntries(
    all.map(([stage, inputs]) => [
      stage,
      [
        file('model.yaml'),
        ...inputs,
        { externalDependencies: [revisionNodeOf(stage)] },
        { env: 'MODELGATE_REFRESH' },
      ],
    ]),
  ) as Record<CachedStage, Input[]>;
}

/** `dependsOn` alone would let Nx serve the result of an older upstream: the edge names what is read. */
function artifactOf(stage: CachedStage): Input {
  return { dependentTasksOutputFiles: `**/${stage}/artifact.json` };
}

function suites(root: string, shape: ModelShape): Input[] {
  return (
    shape.suites?.map((path) => filePattern(root, path)) ?? [`${filePattern(root, 'expectations')}/**/*`]
  );
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

function pythonFiles(root: string, shape: ModelShape, without: readonly EntryName[]): Input[] {
  const { folders, excluded } = pythonSources(shape, without);
  return [
    ...folders.map((folder) => `${filePattern(root, folder)}/**/*.py`),
    ...(folders.some((folder) => posix.normalize(folder) === '.')
      ? [`!${projectPattern(root)}/tests/**`]
      : []),
    ...excluded.map((path) => `!${filePattern(root, path)}`),
  ];
}

function moduleOf(entry: string): string {
  return entry.split(':')[0] ?? entry;
}
