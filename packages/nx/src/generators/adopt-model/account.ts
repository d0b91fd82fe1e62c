import { posix } from 'node:path';
import type { EntryName } from '@modelgate/contracts';
import type { AdoptRequest } from './options';
import { notebooks, savedModels, type Recognised } from './recognise';

/** What a user is told about an adoption, a line each. */
export interface Account {
  recognised: string[];
  /** What is there and no stage uses, and what could not be used. */
  unused: string[];
  todo: string[];
}

const NEEDED: readonly EntryName[] = ['load_data', 'train'];
const CALLED_AS: Record<EntryName, string> = {
  load_data: 'load_data(path), which gives the table with its target column',
  preprocess_features: 'preprocess_features(table)',
  train: 'train_model(table), which gives the model',
  save_model: 'save_model(model, dir)',
  load_model: 'load_model(dir)',
  evaluate: 'evaluate_model(model, table)',
  predict: 'predict(model, table)',
  predict_proba: 'predict_proba(model, table)',
  api: 'app',
};

/** What was recognised, what was not, and what is left to do. */
export function accountOf(
  request: AdoptRequest,
  found: Recognised,
  leftOutGates: readonly string[],
): Account {
  return {
    recognised: [
      ...dataLines(found),
      ...found.target.notes,
      ...entryLines(found),
      `sys.path gets ${found.pythonPath.join(' and ')}${packageOf(found)}`,
      ...found.inputs.map(({ path, because }) => `train.inputs gets ${path}: ${because}`),
      ...suiteLines(found),
      ...(found.baseline ? [`baseline ${found.baseline.path}: ${metricsOf(found.baseline.metrics)}`] : []),
      ...found.quality.because.map((line) => `quality, ${line}`),
      ...environmentLines(found),
    ],
    unused: unusedLines(found),
    todo: todoLines(request, found, leftOutGates),
  };
}

function dataLines({ data, target: { size } }: Recognised): string[] {
  const many = size ? ` (${size.rows} rows, ${size.columns} columns)` : '';
  return [
    `training data ${data.train}${many}: ${data.because}`,
    data.test === undefined
      ? 'no evaluation set: a fifth of the training data is held out'
      : `evaluation set ${data.test}`,
  ];
}

function entryLines({ entries: { found } }: Recognised): string[] {
  const { api, ...called } = found;
  return [...Object.values(called), ...(api ? [api] : [])].map(({ entry, target, file, line, plan }) => {
    const where = `${entry} ${target} (${file}:${line})`;
    if (entry === 'api') return `${where}: its module reruns nothing`;
    return `${where} is called ${plan.call}${plan.notes.map((note) => `; ${note}`).join('')}`;
  });
}

function packageOf({ pythonPackage }: Recognised): string {
  if (pythonPackage === undefined) return '';
  return pythonPackage === '' ? '; the modules are in no package' : `; the package is ${pythonPackage}`;
}

function suiteLines({ suites }: Recognised): string[] {
  const runs = suites.checkpoints.flatMap((checkpoint) =>
    checkpoint.runs.map(
      ({ suite, data }) =>
        `checkpoint ${checkpoint.path} runs ${suite} over ${data}: validate-data does that now`,
    ),
  );
  return [
    ...suites.train.map((path) => `suite ${path} checks the training data`),
    ...suites.test.map((path) => `suite ${path} checks the evaluation set`),
    ...runs,
  ];
}

function environmentLines({ environment: { files, extras }, python }: Recognised): string[] {
  const read = `Python ${python.version} at ${python.path} read the code`;
  const packages = files.filter((file) => /^(requirements\.txt|pyproject\.toml|uv\.lock)$/.test(file));
  return [
    packages.length > 0
      ? `packages from ${packages.join(', ')}${extras.length > 0 ? `, with the extras ${extras.join(', ')}` : ''}`
      : read,
    ...(packages.length > 0 ? [read] : []),
  ];
}

function unusedLines(found: Recognised): string[] {
  const others = found.environment.files.filter((file) =>
    /^(poetry\.lock|environment\.yml|Pipfile)$/.test(file),
  );
  return [
    ...savedModels(found.files).map(
      ({ path, bytes }) =>
        `${path} (${sizeOf(bytes)}): a saved model; the stages train their own, and accept-baseline keeps its bytes`,
    ),
    ...found.data.unused.map((path) => `${path}: a table that no stage reads`),
    ...notebooks(found.files).map((path) => `${path}: notebooks are not run`),
    ...[...found.suites.refused, ...found.refusedBaselines].map(({ path, why }) => `${path}: ${why}`),
    ...others.map(
      (file) => `${file}: environments are made from requirements.txt, pyproject.toml or uv.lock`,
    ),
    ...found.unreadable.map(
      ({ path, error }) =>
        `${path}:${error?.line ?? 1}: Python ${found.python.version} cannot read it: ${error?.message ?? ''}`,
    ),
  ];
}

function todoLines(request: AdoptRequest, found: Recognised, leftOutGates: readonly string[]): string[] {
  const { root } = request;
  const { found: entries, refused } = found.entries;
  const modelFile = posix.join(root, 'model.yaml');
  const missing = NEEDED.filter(
    (entry) => entries[entry] === undefined && !refused.some((one) => one.entry === entry),
  );
  return [
    ...refused.map(({ entry, target, file, line, plan }) =>
      entries[entry] === undefined
        ? `${file}:${line} ${target} was not taken for ${entry}: ${plan.problem}${fixOf(entry, modelFile)}`
        : '',
    ),
    ...missing.map(
      (entry) =>
        `no function was found for ${entry}: write ${CALLED_AS[entry]}, or name one under entry: in ${modelFile}`,
    ),
    ...found.suites.unsupported.map(
      ({ path, types }) =>
        `${path}: ${types.join(', ')} ${types.length === 1 ? 'is' : 'are'} not evaluated here, so validate-data fails until the suite is without`,
    ),
    ...(found.suites.train.length + found.suites.test.length === 0
      ? [
          `no suite was found, so validate-data only warns; propose one: npx @modelgate/expectations suggest --data ${posix.join(root, found.data.train)} --out ${posix.join(root, 'expectations/train.yaml')}`,
        ]
      : []),
    ...(leftOutGates.length > 0
      ? [
          `${found.baseline?.path ?? ''} has no ${leftOutGates.join(', no ')}: gates/evaluate.yaml judges the others; add ${leftOutGates.length === 1 ? 'it' : 'them'} when accept-baseline has written ${leftOutGates.length === 1 ? 'it' : 'them'}`,
        ]
      : []),
    ...foreignParams(found, root),
    ...(found.environment.files.length === 0
      ? ['nothing names the Python packages: write a requirements.txt, so that a change of them retrains']
      : []),
  ].filter((line) => line !== '');
}

function fixOf(entry: EntryName, modelFile: string): string {
  return NEEDED.includes(entry) ? `; change it, or name another function under entry: in ${modelFile}` : '';
}

/** Another tool's params.yaml would be read as ours. */
function foreignParams({ files }: Recognised, root: string): string[] {
  return files.some(({ path }) => path === 'params.yaml')
    ? [
        `${posix.join(root, 'params.yaml')} is read as hyperparameters: it has to begin with schema: modelgate.params/v1`,
      ]
    : [];
}

function metricsOf(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function sizeOf(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
