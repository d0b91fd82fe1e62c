import { rmSync } from 'node:fs';
import { findSuites } from './find-suites';
import { listFiles } from './project-files';
import { folderWith } from './testing/code-folder';

const suite = (name: string, ...types: string[]) =>
  JSON.stringify({
    expectation_suite_name: name,
    expectations: (types.length > 0 ? types : ['expect_column_values_to_not_be_null']).map(
      (expectation_type) => ({
        expectation_type,
        kwargs: { column: 'a' },
      }),
    ),
  });

let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function found(files: Record<string, string>, hasTest = true) {
  folder = folderWith(files);
  return findSuites(folder, listFiles(folder), hasTest);
}

it('takes suites by the checkpoints of 0.x that run them, with one batch request for all validations or one each', () => {
  const result = found({
    'great_expectations/expectations/rows.json': suite('rows'),
    'great_expectations/expectations/credit/held.json': suite('credit.held'),
    'great_expectations/checkpoints/both.yml':
      'validations:\n- expectation_suite_name: rows\n  batch_request: { data_asset_name: train }\n' +
      '- expectation_suite_name: rows\n  batch_request: { data_asset_name: test }\n',
    'great_expectations/checkpoints/held.yml':
      'expectation_suite_name: credit.held\nbatch_request: { runtime_parameters: { path: data/test.csv } }\n',
  });
  expect(result).toMatchObject({
    train: ['great_expectations/expectations/rows.json'],
    test: ['great_expectations/expectations/credit/held.json', 'great_expectations/expectations/rows.json'],
    conventional: false,
  });
});

it('takes suites by the checkpoints of 1.x and their validation definitions', () => {
  const result = found({
    'gx/expectations/a.json': JSON.stringify({
      name: 'a',
      expectations: [{ type: 'expect_column_values_to_not_be_null', kwargs: { column: 'a' } }],
    }),
    'gx/checkpoints/nightly': JSON.stringify({
      name: 'nightly',
      validation_definitions: [{ name: 'd', id: '1' }],
    }),
    'gx/validation_definitions/d': JSON.stringify({
      suite: { name: 'a' },
      data: { asset: { name: 'holdout' } },
    }),
  });
  expect(result.test).toEqual(['gx/expectations/a.json']);
  expect(result.checkpoints).toEqual([
    { path: 'gx/checkpoints/nightly', runs: [{ suite: 'a', data: 'holdout' }] },
  ]);
});

it('goes by names where no checkpoint tells, and checks the training data where there is no evaluation set', () => {
  const files = { 'expectations/test.json': suite('test'), 'expectations/train.json': suite('train') };
  expect(found(files)).toMatchObject({
    train: ['expectations/train.json'],
    test: ['expectations/test.json'],
    conventional: true,
  });
  rmSync(folder, { recursive: true });
  expect(found(files, false)).toMatchObject({
    train: ['expectations/test.json', 'expectations/train.json'],
    test: [],
    conventional: false,
  });
});

it('tells of expectations that are not evaluated here, and of files that are no suite', () => {
  const result = found({
    'expectations/train.json': suite('train', 'expect_column_kolmogorov_smirnov_to_pass'),
    'expectations/broken.yaml': 'expectations: [\n',
    'expectations/empty.yaml': 'name: empty\nexpectations: []\n',
  });
  expect(result.unsupported).toEqual([
    { path: 'expectations/train.json', types: ['expect_column_kolmogorov_smirnov_to_pass'] },
  ]);
  expect(result.refused.map(({ path }) => path)).toEqual([
    'expectations/broken.yaml',
    'expectations/empty.yaml',
  ]);
});
