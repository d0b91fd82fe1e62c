import { parse } from 'yaml';
import { readShape } from './reading';
import { pythonSources } from './code-sources';
import { stageInputs } from './stage-inputs';
import type { ModelShape } from './model-shape';
import type { Input } from './inputs';
import type { CachedStage } from './stage-revisions';

function shapeOf(more = '') {
  const reading = readShape(
    'model.yaml',
    `schema: modelgate.model/v1\nname: credit-risk\ndata: { train: data/train.csv, test: data/test.csv, target: y }\n${more}`,
    parse,
  );
  if (reading.kind !== 'model') throw new Error('not a model');
  return reading.shape;
}

const P = '{projectRoot}/';
const dataFile = (path: string) => [path, `${path}.dvc`, `${path}/**/*`].map((pattern) => P + pattern);
const LOCKS = ['uv.lock', 'requirements*.txt', 'pyproject.toml'].flatMap((name) => [
  P + name,
  `{workspaceRoot}/models/${name}`,
  `{workspaceRoot}/${name}`,
]);
const MINOR = 'env MODELGATE_PYTHON_MINOR';
const EVALUATE_MODULE = [`!${P}src/credit_risk/evaluate.py`, `!${P}src/credit_risk/evaluate/__init__.py`];
const API_MODULE = [`!${P}src/credit_risk/api.py`, `!${P}src/credit_risk/api/__init__.py`];

/** The table of what each stage hashes, besides what all of them do. */
const TABLE: Partial<Record<CachedStage, string[]>> = {
  'validate-data': [
    ...dataFile('data/train.csv'),
    ...dataFile('data/test.csv'),
    ...['expectations/**/*', 'gates/validate-data.yaml'].map((path) => P + path),
    ...['checkpoints', 'validation_definitions', 'great_expectations', 'gx'].map(
      (path) => `${P}${path}/**/*`,
    ),
  ],
  'train-smoke': [
    ...dataFile('data/train.csv'),
    ...['params.yaml', 'gates/train-smoke.yaml', 'src/**/*.py'].map((path) => P + path),
    ...API_MODULE,
    ...LOCKS,
    MINOR,
  ],
  train: [
    ...dataFile('data/train.csv'),
    ...['params.yaml', 'src/**/*.py'].map((path) => P + path),
    ...EVALUATE_MODULE,
    ...API_MODULE,
    ...LOCKS,
    MINOR,
  ],
  score: [
    'output **/train/artifact.json',
    ...dataFile('data/test.csv'),
    ...['score.yaml', 'src/**/*.py', 'baseline/artifact.json', 'baseline/files/**/*'].map((path) => P + path),
    ...API_MODULE,
    ...LOCKS,
    MINOR,
  ],
  evaluate: ['output **/score/artifact.json', `${P}gates/evaluate.yaml`, `${P}baseline_metrics.json`],
  measure: [
    'output **/train/artifact.json',
    ...dataFile('data/test.csv'),
    ...['measure.yaml', 'src/**/*.py', 'baseline/artifact.json', 'baseline/files/**/*'].map(
      (path) => P + path,
    ),
    ...API_MODULE,
    ...LOCKS,
    MINOR,
    'env MODELGATE_HARDWARE',
  ],
  benchmark: ['output **/measure/artifact.json', `${P}gates/benchmark.yaml`, `${P}baseline_metrics.json`],
};

function readable(input: Input): string {
  if (typeof input === 'string') return input;
  if ('env' in input) return `env ${input.env}`;
  if ('dependentTasksOutputFiles' in input) return `output ${input.dependentTasksOutputFiles}`;
  if ('externalDependencies' in input) return `node ${input.externalDependencies.join()}`;
  return JSON.stringify(input);
}

const inputsOf = (root: string, shape: ModelShape, stage: CachedStage) =>
  (stageInputs(root, shape)[stage] ?? []).map(readable);

describe('stageInputs', () => {
  it.each(Object.entries(TABLE) as [CachedStage, string[]][])(
    '%s hashes exactly what it reads',
    (stage, own) => {
      const inputs = inputsOf('models/credit-risk', shapeOf(), stage).sort();
      expect(inputs).toEqual(
        [...own, `${P}model.yaml`, `node modelgate:${stage}`, 'env MODELGATE_REFRESH'].sort(),
      );
    },
  );

  it('hashes the one file that is split for both roles', () => {
    const inputs = inputsOf('m', { ...shapeOf(), test: undefined }, 'score');
    expect(inputs).toContain(`${P}data/train.csv`);
  });

  it('reaches files outside the project', () => {
    const inputs = inputsOf('models/a', { ...shapeOf(), train: '../../shared/train.csv' }, 'train');
    expect(inputs).toContain('{workspaceRoot}/shared/train.csv');
  });

  it('matches names with characters that Nx reads as patterns, since it knows no escape for them', () => {
    const train = inputsOf('m', { ...shapeOf(), train: 'data/a [1] (x) {b}.csv' }, 'train');
    expect(train).toContain(`${P}data/a ?1? ?x? ?b?.csv`);
    const odd = inputsOf('models/risk (v2)!', shapeOf(), 'train');
    expect(odd).toContain('{workspaceRoot}/models/risk ?v2??/params.yaml');
    expect(odd.filter((input) => input.includes('{projectRoot}'))).toEqual([]);
  });
});

describe('the inputs of a model with commands', () => {
  it.each<[CachedStage, boolean]>([
    ['train-smoke', false],
    ['train', false],
    ['score', true],
    ['measure', false],
  ])('%s hashes every file of the code, and Python only where no command runs it', (stage, isPython) => {
    const shape = shapeOf(
      'command: { train-smoke: [sh, a], train: [sh, a], measure: [sh, a], load-check: [sh, a] }\n',
    );
    const inputs = inputsOf('models/m', shape, stage);
    expect(inputs).toContain(`${P}src/**/*`);
    expect(inputs).not.toContain(`${P}src/**/*.py`);
    for (const input of [...LOCKS, MINOR, API_MODULE[0]])
      expect(inputs.includes(String(input))).toBe(isPython);
  });

  it('of code beside everything else leave out what other stages read', () => {
    const shape = shapeOf('python: { path: [.] }\ncommand: [sh, run.sh]\n');
    const train = inputsOf('m', shape, 'train');
    expect(train).toEqual(
      expect.arrayContaining([`${P}**/*`, `!${P}gates/**`, `!${P}baseline/**`, `!${P}data/test.csv`]),
    );
    const score = inputsOf('m', shape, 'score');
    expect(score).not.toContain(`!${P}baseline/**`);
    expect(score).not.toContain(`!${P}data/test.csv`);
    expect(inputsOf('m', shape, 'train-smoke')).not.toContain(`!${P}gates/**`);
  });
});

describe('what the exclusions leave', () => {
  const whole = (data: string, more = '') => {
    const shape = shapeOf(`python: { path: [.] }\ncommand: [sh, run.sh]\n${more}`);
    return inputsOf('m', { ...shape, train: data }, 'train');
  };
  it('is the data, wherever it lies', () => {
    expect(whole('tests/train.csv')).not.toContain(`!${P}tests/**`);
    expect(whole('tests/*.csv')).not.toContain(`!${P}tests/**`);
    for (const data of ['data', 'data/*.csv', 'data/test.csv'])
      expect(whole(data)).not.toContain(`!${P}data/test.csv`);
    expect(whole('*.csv')).toEqual(expect.arrayContaining([`!${P}tests/**`, `!${P}data/test.csv`]));
  });

  it('is a folder of python.path in a folder that is left out', () => {
    const shape = shapeOf('python: { path: [., tests/lib] }\n');
    expect(inputsOf('m', shape, 'train')).not.toContain(`!${P}tests/**`);
    const src = shapeOf('python: { path: [., src] }\n');
    expect(inputsOf('m', src, 'train')).toEqual(
      expect.arrayContaining([`!${P}tests/**`, ...EVALUATE_MODULE]),
    );
  });

  it('is a declared file in the tests of a library', () => {
    const libraries = [{ root: 'libs/shared', path: ['src'] }];
    const shape = { ...shapeOf('train: { inputs: [../libs/shared/src/tests/words.txt] }\n'), libraries };
    const inputs = inputsOf('m', shape, 'train');
    expect(inputs).toContain('{workspaceRoot}/libs/shared/src/tests/words.txt');
    expect(inputs).not.toContain('!{workspaceRoot}/libs/shared/src/**/tests/**');
  });
});

describe('the locks of the folders above a project', () => {
  it('are hashed, each folder once', () => {
    const inputs = inputsOf('teams/a/models/x', shapeOf(), 'train');
    expect(inputs.filter((input) => input.endsWith('/uv.lock'))).toEqual([
      `${P}uv.lock`,
      '{workspaceRoot}/teams/a/models/uv.lock',
      '{workspaceRoot}/teams/a/uv.lock',
      '{workspaceRoot}/teams/uv.lock',
      '{workspaceRoot}/uv.lock',
    ]);
    expect(inputsOf('x', shapeOf(), 'train')).toContain('{workspaceRoot}/uv.lock');
    expect(inputsOf('.', shapeOf(), 'train').filter((input) => input.endsWith('uv.lock'))).toHaveLength(1);
  });
});

describe('the inputs of the checks of code', () => {
  const quality = 'quality: [lint, typecheck, test]\n';
  it('test hashes the data, which tests read', () => {
    const outside = { ...shapeOf(quality), train: '../shared/train.csv' };
    expect(inputsOf('m', outside, 'test')).toContain('{workspaceRoot}/shared/train.csv');
    expect(inputsOf('m', outside, 'lint')).not.toContain('{workspaceRoot}/shared/train.csv');
    const dataset = { ...shapeOf(quality), dataset: 'loans' };
    expect(stageInputs('m', dataset).test).toEqual(
      expect.arrayContaining([
        { input: 'train-data', projects: ['loans'] },
        { input: 'test-data', projects: ['loans'] },
      ]),
    );
  });

  it('typecheck alone hashes the types of libraries', () => {
    const shape = { ...shapeOf(quality), libraries: [{ root: 'libs/shared', path: ['src'] }] };
    for (const name of ['*.pyi', 'py.typed']) {
      const pattern = `{workspaceRoot}/libs/shared/src/**/${name}`;
      expect(inputsOf('m', shape, 'typecheck')).toContain(pattern);
      expect(inputsOf('m', shape, 'test')).not.toContain(pattern);
      expect(inputsOf('m', shape, 'train')).not.toContain(pattern);
    }
  });
});

describe('the inputs of a model with libraries', () => {
  const libraries = [
    { root: 'libs/shared', path: ['src'] },
    { root: 'libs/(deep)', path: ['.'] },
  ];
  it.each<CachedStage>(['train-smoke', 'train', 'score', 'measure'])(
    '%s hashes their code without tests',
    (stage) => {
      expect(inputsOf('m', { ...shapeOf(), libraries }, stage)).toEqual(
        expect.arrayContaining([
          '{workspaceRoot}/libs/shared/pyproject.toml',
          '{workspaceRoot}/libs/shared/src/**/*.py',
          '!{workspaceRoot}/libs/shared/src/**/tests/**',
          '{workspaceRoot}/libs/?deep?/**/*.py',
          '!{workspaceRoot}/libs/?deep?/**/tests/**',
        ]),
      );
    },
  );

  it.each<CachedStage>(['validate-data', 'evaluate', 'benchmark'])('%s hashes nothing of them', (stage) => {
    expect(inputsOf('m', { ...shapeOf(), libraries }, stage)).toEqual(inputsOf('m', shapeOf(), stage));
  });
});

describe('validate-data', () => {
  it('hashes the profiles of drift also where model.yaml names the suites', () => {
    const inputs = inputsOf('m', shapeOf('expectations: { train: checks/train.yaml }\n'), 'validate-data');
    expect(inputs).toEqual(
      expect.arrayContaining([`${P}checks/train.yaml`, `${P}expectations/profiles/**/*`]),
    );
    expect(inputs).not.toContain(`${P}expectations/**/*`);
  });
});

describe('pythonSources', () => {
  it('keeps a module that also holds an entry point of training', () => {
    const shape = shapeOf('entry: { evaluate: "credit_risk.train:evaluate_model" }\n');
    expect(pythonSources('train', shape).excluded).not.toContain('src/credit_risk/train.py');
  });

  it('keeps a module that train.inputs names', () => {
    const shape = shapeOf('train: { inputs: [src/credit_risk/evaluate.py] }\n');
    expect(pythonSources('train', shape).excluded).not.toContain('src/credit_risk/evaluate.py');
  });
});
