import { parse } from 'yaml';
import { readModelShape } from './model-shape';
import { pythonSources, NOT_FOR_TRAINING, stageInputs } from './stage-inputs';
import type { CachedStage } from './stage-revisions';

function shapeOf(more = '') {
  const reading = readModelShape(
    `schema: modelgate.model/v1\nname: credit-risk\ndata: { train: data/train.csv, test: data/test.csv, target: y }\n${more}`,
    parse,
  );
  if (reading.kind !== 'model') throw new Error('not a model');
  return reading.shape;
}

const P = '{projectRoot}/';
const LOCKS = ['uv.lock', 'requirements*.txt', 'pyproject.toml'].flatMap((name) => [
  P + name,
  `{workspaceRoot}/${name}`,
]);
const MINOR = 'env MODELGATE_PYTHON_MINOR';
const EVALUATE_MODULE = [`!${P}src/credit_risk/evaluate.py`, `!${P}src/credit_risk/evaluate/__init__.py`];
const API_MODULE = [`!${P}src/credit_risk/api.py`, `!${P}src/credit_risk/api/__init__.py`];

/** The table of what each stage hashes, besides what all of them do. */
const TABLE: Record<CachedStage, string[]> = {
  'validate-data': ['data/train.csv', 'data/test.csv', 'expectations/**/*', 'gates/validate-data.yaml'].map(
    (path) => P + path,
  ),
  'train-smoke': [
    ...['data/train.csv', 'params.yaml', 'gates/train-smoke.yaml', 'src/**/*.py'].map((path) => P + path),
    ...API_MODULE,
    ...LOCKS,
    MINOR,
  ],
  train: [
    ...['data/train.csv', 'params.yaml', 'src/**/*.py'].map((path) => P + path),
    ...EVALUATE_MODULE,
    ...API_MODULE,
    ...LOCKS,
    MINOR,
  ],
  score: [
    'output **/train/artifact.json',
    ...['data/test.csv', 'score.yaml', 'src/**/*.py', 'baseline/artifact.json', 'baseline/files/**/*'].map(
      (path) => P + path,
    ),
    ...API_MODULE,
    ...LOCKS,
    MINOR,
  ],
  evaluate: ['output **/score/artifact.json', `${P}gates/evaluate.yaml`, `${P}baseline_metrics.json`],
  measure: [
    'output **/train/artifact.json',
    ...['data/test.csv', 'measure.yaml', 'src/**/*.py', 'baseline/artifact.json', 'baseline/files/**/*'].map(
      (path) => P + path,
    ),
    ...API_MODULE,
    ...LOCKS,
    MINOR,
    'env MODELGATE_HARDWARE',
  ],
  benchmark: ['output **/measure/artifact.json', `${P}gates/benchmark.yaml`, `${P}baseline_metrics.json`],
};

function readable(input: ReturnType<typeof stageInputs>[CachedStage][number]): string {
  if (typeof input === 'string') return input;
  if ('env' in input) return `env ${input.env}`;
  if ('dependentTasksOutputFiles' in input) return `output ${input.dependentTasksOutputFiles}`;
  if ('externalDependencies' in input) return `node ${input.externalDependencies.join()}`;
  return JSON.stringify(input);
}

describe('stageInputs', () => {
  it.each(Object.entries(TABLE) as [CachedStage, string[]][])(
    '%s hashes exactly what it reads',
    (stage, own) => {
      const inputs = stageInputs('models/credit-risk', shapeOf())[stage].map(readable).sort();
      expect(inputs).toEqual(
        [...own, `${P}model.yaml`, `node modelgate:${stage}`, 'env MODELGATE_REFRESH'].sort(),
      );
    },
  );

  it('hashes the one file that is split for both roles', () => {
    const inputs = stageInputs('m', { ...shapeOf(), test: undefined }).score.map(readable);
    expect(inputs).toContain(`${P}data/train.csv`);
  });

  it('reaches files outside the project', () => {
    const inputs = stageInputs('models/a', { ...shapeOf(), train: '../../shared/train.csv' }).train.map(
      readable,
    );
    expect(inputs).toContain('{workspaceRoot}/shared/train.csv');
  });

  it('matches names with characters that Nx reads as patterns, since it knows no escape for them', () => {
    const train = stageInputs('m', { ...shapeOf(), train: 'data/a [1] (x) {b}.csv' }).train.map(readable);
    expect(train).toContain(`${P}data/a ?1? ?x? ?b?.csv`);
    const odd = stageInputs('models/risk (v2)!', shapeOf()).train.map(readable);
    expect(odd).toContain('{workspaceRoot}/models/risk ?v2??/params.yaml');
    expect(odd.filter((input) => input.includes('{projectRoot}'))).toEqual([]);
  });
});

describe('pythonSources', () => {
  it('keeps a module that also holds an entry point of training', () => {
    const shape = shapeOf('entry: { evaluate: "credit_risk.train:evaluate_model" }\n');
    expect(pythonSources(shape, ['evaluate']).excluded).toEqual([]);
  });

  it('keeps a module that train.inputs names', () => {
    const shape = shapeOf('train: { inputs: [src/credit_risk/evaluate.py] }\n');
    expect(pythonSources(shape, NOT_FOR_TRAINING).excluded).not.toContain('src/credit_risk/evaluate.py');
  });
});
