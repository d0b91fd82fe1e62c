import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { datasetSchema, validate as validateFile } from '@modelgate/contracts';
import { readSuite, validate } from '@modelgate/expectations';
import datasetGenerator from './generator';
import type { DatasetOptions } from './options';

process.env['NX_DAEMON'] = 'false';
process.env['NX_SKIP_FORMAT'] = 'true';

const ROOT = 'datasets/applications';
const ROWS = Array.from({ length: 50 }, (_, index) => `${index},${20 + (index % 40)},${index % 2}`);
const CSV = `id,age,target\n${ROWS.join('\n')}\n`;

let folder: string;
let tree: Tree;
let said: string[];

beforeEach(() => {
  said = [];
  const listen = (line: unknown) => void said.push(String(line));
  jest.spyOn(console, 'info').mockImplementation(listen);
  jest.spyOn(console, 'warn').mockImplementation(listen);
  folder = mkdtempSync(join(tmpdir(), 'modelgate-dataset-'));
  // Nx waits for ever for the first file of an empty folder.
  put('package.json', '{ "name": "workspace" }');
  tree = freshTree();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('copies data into a new data set, with a suite that it passes', async () => {
  put('raw/train.csv', CSV);
  put('raw/test.csv', CSV);
  await generate({ data: 'raw/train.csv', test: 'raw/test.csv', keys: 'id,age', owner: 'data-platform' });
  expect(written()).toEqual([
    '.gitattributes',
    'README.md',
    'data/test.csv',
    'data/train.csv',
    'dataset.yaml',
    'expectations/train.yaml',
  ]);
  expect(dataset()).toMatchObject({
    name: 'applications',
    owner: 'data-platform',
    files: { train: 'data/train.csv', test: 'data/test.csv' },
    keys: ['id', 'age'],
  });
  const suite = readSuite(text('expectations/train.yaml'), { filePath: 'train.yaml' });
  const result = await validate({
    data: { path: join(folder, 'raw/train.csv') },
    suite,
    resultFormat: 'BASIC',
  });
  expect(result.success).toBe(true);
  expect(text('dataset.yaml').split('\n')[0]).toBe(
    '# yaml-language-server: $schema=../../node_modules/@modelgate/contracts/schemas/dataset.schema.json',
  );
  expect(tree.read('nx.json', 'utf-8')).toContain('"@modelgate/nx"');
  expect(said.join('\n')).toContain('next, nx run applications:validate-data');
});

it('expects a key of one column to be unique where it is, and warns where it is not', async () => {
  put('raw.csv', CSV);
  await generate({ data: 'raw.csv', keys: 'id' });
  expect(text('expectations/train.yaml')).toContain('expect_column_values_to_be_unique');
  tree = freshTree();
  await generate({ data: 'raw.csv', keys: 'age' });
  expect(text('expectations/train.yaml')).not.toContain('expect_column_values_to_be_unique');
  expect(said.join('\n')).toContain('rows share a value of "age", so it does not identify a row');
});

it('uses what is in its folder where it is: a file, a folder, a pointer', async () => {
  put(`${ROOT}/parts/one.csv`, CSV);
  put(`${ROOT}/parts/two.csv`, CSV);
  put(`${ROOT}/test.csv.dvc`, 'outs:\n- md5: 0\n  path: test.csv\n');
  await generate({ data: `${ROOT}/parts`, test: `${ROOT}/test.csv.dvc` });
  expect(dataset().files).toEqual({ train: 'parts', test: 'test.csv.dvc' });
  expect(written()).not.toContain('data/one.csv');
  expect(said.join('\n')).toContain('parts (100 rows, 3 columns) is used where it is');
});

it('warns of data that git ignores, unless DVC tracks them', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  put(`${ROOT}/data/train.csv`, CSV);
  put(`${ROOT}/data/.gitignore`, '/train.csv\n');
  await generate({ data: `${ROOT}/data/train.csv` });
  expect(said.join('\n')).toContain(`ignores ${ROOT}/data/train.csv`);
  said = [];
  put(`${ROOT}/data/train.csv.dvc`, 'outs:\n- md5: 0\n  path: train.csv\n');
  tree = freshTree();
  await generate({ data: `${ROOT}/data/train.csv` });
  expect(said.join('\n')).not.toContain('ignores');
});

it('leaves data with a URI where it is, and says that it has to be locked', async () => {
  await generate({ data: 's3://bucket/train.parquet' });
  expect(dataset().files).toEqual({ train: 's3://bucket/train.parquet' });
  expect(said.join('\n')).toContain('next, nx run applications:lock-data');
});

it('without data says where it has to be put', async () => {
  await generate({});
  expect(dataset().files).toEqual({ train: 'data/train.csv' });
  expect(written()).not.toContain('expectations/train.yaml');
  expect(said.join('\n')).toContain(`put the training data to ${ROOT}/data/train.csv`);
});

it('changes nothing when it runs again, and keeps what a user wrote', async () => {
  put(`${ROOT}/README.md`, 'mine\n');
  put('raw.csv', CSV);
  await generate({ data: 'raw.csv' });
  expect(said.join('\n')).toContain('left as they were: README.md');
  put(`${ROOT}/dataset.yaml`, text('dataset.yaml'));
  tree = freshTree();
  await generate({ data: 'raw.csv' });
  expect(written()).toEqual([]);
  expect(said.at(-1)).toBe(`${ROOT} is the data set "applications" already; nothing was written`);
});

it.each<[string, DatasetOptions, string]>([
  ['a name', { name: 'Loan Applications' }, 'fix: nx generate dataset loan-applications'],
  ['a missing file', { data: 'rwa.csv' }, 'did you mean "raw.csv" there?'],
  ['a key', { data: 'raw.csv', keys: 'di' }, 'did you mean --keys=id?'],
  ['another format', { data: 'notes.docx' }, 'notes.docx is no table'],
  ['a folder elsewhere', { data: 'parts' }, 'parts is a folder outside of datasets/applications'],
  ['a test alone', { test: 'raw.csv' }, '--test names an evaluation set, and there is no --data'],
  ['a place', { directory: 'dist/x' }, 'Nx looks for no projects in dist'],
])('refuses %s with a proposal', async (_what, options, message) => {
  put('raw.csv', CSV);
  put('notes.docx', 'x');
  put('parts/one.csv', CSV);
  await expect(generate(options)).rejects.toThrow(message);
  expect(written()).toEqual([]);
});

it.each([
  [
    "another tool's file",
    'dataset.yaml',
    'features: []\n',
    'there is a dataset.yaml of another tool already',
  ],
  ['a model', 'model.yaml', 'schema: modelgate.model/v1\nname: applications\n', 'is the folder of a model'],
])('refuses a folder that is %s', async (_what, path, content, message) => {
  put(`${ROOT}/${path}`, content);
  await expect(generate({})).rejects.toThrow(message);
});

function generate(options: DatasetOptions): Promise<void> {
  return datasetGenerator(tree, { name: 'applications', ...options });
}

function dataset() {
  return validateFile(datasetSchema, text('dataset.yaml'), { filePath: 'dataset.yaml' });
}

function text(path: string): string {
  return tree.read(`${ROOT}/${path}`, 'utf-8') ?? '';
}

/** Files that the generator wrote into the project, sorted. */
function written(): string[] {
  return tree
    .listChanges()
    .filter(({ path }) => path.startsWith(`${ROOT}/`))
    .map(({ path }) => path.slice(ROOT.length + 1))
    .sort();
}

function freshTree(): Tree {
  const onDisk = createTreeWithEmptyWorkspace({ formatter: 'none' });
  onDisk.root = folder;
  return onDisk;
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
