import { posix } from 'node:path';
import { checkpointFolders } from './checkpoint-homes';
import { codePatterns, overlap, pythonSources, type CodeStage } from './code-sources';
import { datasetNamedInputs, modelData, TEST_DATA, TRAIN_DATA } from './data-inputs';
import type { DatasetShape } from './dataset-shape';
import type { Input } from './inputs';
import type { LibrarySources, ModelShape } from './model-shape';
import { asPattern, filePattern, foldersAbove, projectPattern } from './nx-patterns';
import { qualityInputs } from './quality-inputs';
import { revisionNodeOf, type CachedStage } from './stage-revisions';

/** Exactly what each cached stage of a model reads. Everything that is not here does not rerun it. */
export function stageInputs(root: string, shape: ModelShape): Partial<Record<CachedStage, Input[]>> {
  const file = (path: string) => filePattern(root, path);
  const { train, test } = modelData(root, shape);
  const lock = lockFiles(root);
  const world = pythonWorld(root, shape, lock);
  const code = (stage: CodeStage) => codeInputs(stage, root, shape, world);
  const scoring = code('score');
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
      ...scoring,
      ...further,
      ...baselineBytes,
    ),
    evaluate: complete('evaluate', artifactOf('score'), file('gates/evaluate.yaml'), baseline),
    measure: complete(
      'measure',
      artifactOf('train'),
      ...test,
      file('measure.yaml'),
      // Python's files are the same for both.
      ...(shape.commands ? code('measure') : scoring),
      ...further,
      ...baselineBytes,
      { env: 'MODELGATE_HARDWARE' },
    ),
    benchmark: complete('benchmark', artifactOf('measure'), file('gates/benchmark.yaml'), baseline),
  };
  for (const stage of shape.quality) {
    const names = stage === 'typecheck' ? PYTHON_TYPES : PYTHON_CODE;
    const named = stage === 'test' ? namedOutside(root, shape) : [];
    const libraries = (shape.libraries ?? []).flatMap((library) => libraryFiles(library, names, named));
    const data = stage === 'test' ? new Set([...train, ...test]) : [];
    inputs[stage] = complete(stage, ...qualityInputs(stage, root, [...libraries, ...data], lock));
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

/** Where reference profiles lie; a drift gate refuses one elsewhere. */
const PROFILES = 'expectations/profiles';

function suites(root: string, named: readonly string[] | undefined): Input[] {
  const below = (folder: string) => `${filePattern(root, folder)}/**/*`;
  const checkpoints = checkpointFolders(named).map(below);
  // Profiles that drift is measured from are not named in the project's file.
  return named
    ? [...named.map((path) => filePattern(root, path)), below(PROFILES), ...checkpoints]
    : [below('expectations'), ...checkpoints];
}

const LOCK_NAMES = ['uv.lock', 'requirements*.txt', 'pyproject.toml'];

/** The locks of the folders above a project, by the folder that it lies in: most models lie in a few. */
const locksAbove = new Map<string, Input[]>();

/** The locks of the project and of every folder above it: the project may be a member of a workspace that lies there. */
function lockFiles(root: string): Input[] {
  const parent = posix.dirname(root);
  let above = root === '.' ? [] : locksAbove.get(parent);
  if (above === undefined) {
    above = foldersAbove(root).flatMap((folder) => LOCK_NAMES.map((name) => `${folder}/${name}`));
    locksAbove.set(parent, above);
  }
  return [...LOCK_NAMES.map((name) => `${projectPattern(root)}/${name}`), ...above];
}

/** The code of a stage and what it runs with; a stage that a command runs needs nothing of Python. */
function codeInputs(stage: CodeStage, root: string, shape: ModelShape, world: readonly Input[]): Input[] {
  const code = codePatterns(root, pythonSources(stage, shape));
  return shape.commands?.[stage] ? code : [...code, ...world];
}

/** What Python code runs with: lock, minor version and libraries of the workspace. */
function pythonWorld(root: string, shape: ModelShape, lock: readonly Input[]): Input[] {
  const named = namedOutside(root, shape);
  const libraries = (shape.libraries ?? []).flatMap((library) => libraryFiles(library, PYTHON_CODE, named));
  return [...libraries, ...lock, { env: 'MODELGATE_PYTHON_MINOR' }];
}

/** Files outside of the project that model.yaml names, from the workspace. */
function namedOutside(root: string, { train, test, trainInputs }: ModelShape): string[] {
  return [...trainInputs, train, test].flatMap((path) =>
    path?.startsWith('../') ? [posix.join(root, path).replace(/\/$/, '')] : [],
  );
}

const PYTHON_CODE = ['*.py'];
/** What types are read from. */
const PYTHON_TYPES = ['*.py', '*.pyi', 'py.typed'];

/**
 * The Python files of a library without its tests, and what it depends on itself.
 *
 * @param named files that model.yaml names: where one lies in tests of the library, these are not left out
 */
function libraryFiles(
  { root, path }: LibrarySources,
  names: readonly string[],
  named: readonly string[] = [],
): Input[] {
  const folder = root === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${asPattern(root)}`;
  return [
    `${folder}/pyproject.toml`,
    ...path.flatMap((source) => {
      const place = posix.join(root, source);
      const sources = posix.normalize(source) === '.' ? folder : `${folder}/${asPattern(source)}`;
      return [
        ...names.map((name) => `${sources}/**/${name}`),
        ...(named.some((file) => overlap(file, place)) ? [] : [`!${sources}/**/tests/**`]),
      ];
    }),
  ];
}
