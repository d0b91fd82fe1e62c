import { evaluateGatesSchema, modelSchema, paramsSchema, validate } from './index';

const good = `schema: modelgate.model/v1
name: credit-risk
task: binary-classification
data:
  train: data/train.csv
  target: target
  split: { test: 0.2, seed: 7 }
`;
const filePath = 'models/credit-risk/model.yaml';
const messageOf = (text: string, schema: Parameters<typeof validate>[0] = modelSchema) => {
  try {
    validate(schema, text, { filePath });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected a UserError');
};

describe('validate', () => {
  it('fills defaults in', () => {
    expect(validate(modelSchema, good, { filePath })).toMatchObject({
      baseline: 'baseline_metrics.json',
      python: { path: ['src'] },
      resources: { gpus: 0, timeout: '60m' },
    });
  });

  it.each([
    [
      'a wrong type',
      good.replace('0.2', '"fifth"'),
      'models/credit-risk/model.yaml:7:18  data.split.test: expected a number between 0 and 1, got "fifth"',
    ],
    [
      'a number out of range',
      good.replace('0.2', '1'),
      'models/credit-risk/model.yaml:7:18  data.split.test: expected a number between 0 and 1, got 1',
    ],
    [
      'an unknown key',
      good + 'ownr: me\n',
      'models/credit-risk/model.yaml:8:1  ownr: unknown key; did you mean "owner"?',
    ],
    [
      'an unknown nested key',
      good.replace('seed: 7', 'sead: 7'),
      'models/credit-risk/model.yaml:7:23  data.split.sead: unknown key; did you mean "seed"?',
    ],
    [
      'an unknown value',
      good.replace('binary-', 'binry-'),
      'models/credit-risk/model.yaml:3:7  task: expected one of binary-classification, multiclass-classification, regression, ranking, got "binry-classification"; did you mean "binary-classification"?',
    ],
    [
      'a missing key',
      good.replace('name: credit-risk\n', ''),
      'models/credit-risk/model.yaml:1:1  name: is missing; expected a name',
    ],
    [
      'a missing key in a union',
      good.replace('  target: target\n', ''),
      'models/credit-risk/model.yaml:4:1  data.target: is missing; expected a text',
    ],
    [
      'a bad name',
      good.replace('name: credit-risk', 'name: "$(rm -rf)"'),
      'models/credit-risk/model.yaml:2:7  name: expected a name of a-z, 0-9, ".", "_" and "-" that begins with a letter or a digit, got "$(rm -rf)"',
    ],
    ['an empty file', '', 'models/credit-risk/model.yaml:1  the file is empty'],
    [
      'a list',
      '- a\n',
      'models/credit-risk/model.yaml:1:1  (whole file): expected a mapping of keys to values, got ["a"]',
    ],
  ])('names file, line and key of %s', (_what, text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it('says where the syntax breaks', () => {
    expect(messageOf(good + 'owner: [a\n')).toMatch(
      /^models\/credit-risk\/model.yaml:\d+:\d+ {2}not readable: /,
    );
  });

  it('leaves keys that begin with x- alone', () => {
    expect(() => validate(modelSchema, good + 'x-team: { any: thing }\n', { filePath })).not.toThrow();
  });

  it('keeps further hyperparameters', () => {
    const params = validate(paramsSchema, 'schema: modelgate.params/v1\nlearning_rate: 0.05\n', { filePath });
    expect(params).toEqual({
      schema: 'modelgate.params/v1',
      epochs: 50,
      batch_size: 64,
      seed: 7,
      learning_rate: 0.05,
    });
  });

  it.each(['.nan', '.inf'])('refuses the hyperparameter %s, which JSON cannot hold', (value) => {
    const message = messageOf(`schema: modelgate.params/v1\nlearning_rate: ${value}\n`, paramsSchema);
    const got = value === '.nan' ? 'NaN' : 'Infinity';
    expect(message).toBe(
      `models/credit-risk/model.yaml:2:16  learning_rate: expected a finite number, a text, a flag, a list or a mapping of those, got ${got}`,
    );
  });

  it('asks for a bound in every gate', () => {
    const text = 'schema: modelgate.gates.evaluate/v1\ngates:\n  - metric: accuracy\n';
    expect(messageOf(text, evaluateGatesSchema)).toContain(
      ':3:5  gates.0: expected at least one of max_drop,',
    );
  });

  it('reports every mistake, each with its place', () => {
    const lines = messageOf(good.replace('0.2', '2').replace('seed: 7', 'seed: -1')).split('\n');
    expect(lines.map((line) => line.split('  ')[1]?.split(':')[0])).toEqual([
      'data.split.test',
      'data.split.seed',
    ]);
  });
});
