import { dataLockSchema, datasetSchema, dvcPointerSchema, jsonSchemaOf, validate } from './index';

const good = `schema: modelgate.dataset/v1
name: loans
files:
  train: data/train.csv
`;
const filePath = 'data/loans/dataset.yaml';
const messageOf = (text: string, schema: Parameters<typeof validate>[0] = datasetSchema) => {
  try {
    validate(schema, text, { filePath });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected a UserError');
};

describe('dataset.yaml', () => {
  it('needs a name and training data', () => {
    expect(validate(datasetSchema, good, { filePath })).toEqual({
      schema: 'modelgate.dataset/v1',
      name: 'loans',
      files: { train: 'data/train.csv' },
      derived_from: [],
    });
  });

  it.each([
    'data/train.csv.dvc',
    'data/part-*.csv',
    '../shared',
    'file:///mnt/train.csv',
    'file:///mnt/day%231.csv',
    's3://bucket/a b.csv',
    's3://bucket/a?b.csv',
  ])('takes %s', (path) =>
    expect(validate(datasetSchema, good.replace('data/train.csv', path), { filePath }).files.train).toBe(
      path,
    ),
  );

  it.each([
    ['/mnt/train.csv', 'expected a path from the folder of this file, with forward slashes'],
    ['gs://bucket/train.csv', 'expected a URI that begins with "file:///" or "s3://"'],
    ['file://host/train.csv', 'expected a URI that begins with "file:///" or "s3://"'],
    ['s3://bucket', 'expected s3://<bucket>/<key>'],
    ['s3://bucket/folder/', 'expected the URI of one file, not of a folder or prefix'],
    ['s3://bucket/folder/..', 'expected the URI of one file, not of a folder or prefix'],
    ['file:///mnt/a#1.csv', 'expected "?" and "#" of a file name to be written as %3F and %23'],
    ['file:///mnt/a?.csv', 'expected "?" and "#" of a file name to be written as %3F and %23'],
  ])('refuses %s', (path, says) => {
    expect(messageOf(good.replace('data/train.csv', path))).toBe(
      `${filePath}:4:10  files.train: ${says}, got "${path}"`,
    );
  });

  it.each([
    ['an unknown key', `${good}key: [id]\n`, ':5:1  key: unknown key; did you mean "keys"?'],
    ['no columns', `${good}keys: []\n`, ':5:7  keys: expected at least one column, got []'],
    ['a format that is none', `${good}format: xlsx\n`, ':5:9  format: expected one of csv, parquet, jsonl'],
  ])('refuses %s', (_name, text, says) => expect(messageOf(text)).toContain(says));

  it('has a JSON Schema, as has data.lock.json', () => {
    expect(jsonSchemaOf('dataset')).toMatchObject({
      required: ['schema', 'name', 'files'],
      properties: { files: { required: ['train'], properties: { train: { type: 'string' } } } },
    });
    expect(jsonSchemaOf('data-lock')).toMatchObject({ required: ['schema', 'files'] });
  });
});

it('data.lock.json names every URI once', () => {
  const entry = `{"uri": "s3://b/k", "bytes": 1, "sha256": "${'0'.repeat(64)}"}`;
  const lock = (entries: string) => `{"schema": "modelgate.data-lock/v1", "files": [${entries}]}`;
  expect(validate(dataLockSchema, lock(entry), { filePath }).files).toHaveLength(1);
  expect(messageOf(lock(`${entry}, ${entry}`), dataLockSchema)).toContain('files: expected every URI once');
});

it('a pointer of DVC keeps keys that are not read here', () => {
  const text =
    'meta: {a: 1}\nouts:\n- md5: dc3ba59be5d893be2c69ea202014fe78\n  path: a.csv\n  isexec: true\n';
  expect(validate(dvcPointerSchema, text, { filePath })).toEqual({
    meta: { a: 1 },
    outs: [{ md5: 'dc3ba59be5d893be2c69ea202014fe78', path: 'a.csv', isexec: true }],
  });
});
