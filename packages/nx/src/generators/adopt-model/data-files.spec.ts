import type { PythonOutline } from '@modelgate/contracts';
import { findData } from './data-files';

const outline = (...files: string[]): PythonOutline => ({
  path: 'train.py',
  imports: [],
  functions: [],
  values: [],
  targets: [],
  estimators: [],
  files: files.map((text) => ({ text, line: 1, scope: null })),
});

function found(paths: string[], opened: string[] = [], given: { train?: string; test?: string } = {}) {
  const files = paths.map((path) => ({ path, bytes: 1 }));
  const { train, test, unused } = findData(
    files,
    [outline(...opened)],
    { train: given.train, test: given.test },
    'm',
  );
  return { train, test, unused };
}

it.each<[string, string[], string[], string, string | undefined]>([
  ['names', ['data/test.csv', 'data/train.csv'], [], 'data/train.csv', 'data/test.csv'],
  [
    'parts of names',
    ['X_train_2024.parquet', 'holdout-2024.parquet'],
    [],
    'X_train_2024.parquet',
    'holdout-2024.parquet',
  ],
  ['the only table', ['data/all.csv'], [], 'data/all.csv', undefined],
  ['what the code opens', ['a.csv', 'b.csv'], ['b.csv'], 'b.csv', undefined],
  [
    'what the code opens of two',
    ['raw/train.csv', 'processed/train.csv'],
    ['processed/train.csv'],
    'processed/train.csv',
    undefined,
  ],
  [
    'the test data beside the training data',
    ['a/test.csv', 'b/test.csv', 'b/train.csv'],
    [],
    'b/train.csv',
    'b/test.csv',
  ],
  [
    'a pointer where the bytes are not there',
    ['data/train.csv.dvc', 'data/test.csv', 'data/test.csv.dvc'],
    [],
    'data/train.csv.dvc',
    'data/test.csv',
  ],
  [
    'folders of parts',
    ['data/train/1.parquet', 'data/train/2.parquet', 'data/test/1.parquet', 'data/test/2.parquet'],
    [],
    'data/train',
    'data/test',
  ],
  [
    'no outputs and no examples of tests',
    ['train.csv', 'reports/test.csv', 'tests/fixtures/test.csv'],
    [],
    'train.csv',
    undefined,
  ],
])('goes by %s', (_what, paths, opened, train, test) => {
  expect(found(paths, opened)).toMatchObject({ train, test });
});

it('takes what the user names, and lists what nothing reads', () => {
  expect(found(['a.csv', 'b.csv', 'train.csv'], [], { train: 'a.csv', test: 'b.csv' })).toEqual({
    train: 'a.csv',
    test: 'b.csv',
    unused: ['train.csv'],
  });
});

it.each<[string, string[], { train?: string }, string]>([
  ['no table', ['notes.txt'], {}, 'there is no data in m'],
  ['two of equal right', ['a.csv', 'b.csv'], {}, 'nothing tells which file of m is the training data'],
  [
    'a name that is wrong',
    ['data/train.csv'],
    { train: 'data/trian.csv' },
    'did you mean "m/data/train.csv"?',
  ],
])('refuses %s', (_what, paths, given, message) => {
  expect(() => found(paths, [], given)).toThrow(message);
});
