import { cpSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import {
  benchmarkGatesSchema,
  evaluateGatesSchema,
  modelSchema,
  validate as validateFile,
} from '@modelgate/contracts';
import adoptModelGenerator from './generator';
import type { AdoptModelOptions } from './options';
import { folderWith } from './testing/code-folder';

process.env['NX_DAEMON'] = 'false';
process.env['NX_SKIP_FORMAT'] = 'true';

const FIXTURE = join(__dirname, '../../../../../e2e/fixtures/credit-stdlib');
const ROOT = 'models/credit';

let folder: string;
let tree: Tree;
let said: string[];

beforeEach(() => {
  said = [];
  const listen = (line: unknown) => void said.push(String(line));
  jest.spyOn(console, 'info').mockImplementation(listen);
  jest.spyOn(console, 'warn').mockImplementation(listen);
  // Nx waits for ever for the first file of an empty folder.
  folder = folderWith({ 'package.json': '{ "name": "workspace" }' });
  cpSync(FIXTURE, join(folder, ROOT), { recursive: true });
  tree = freshTree();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('writes model.yaml and the gates, and nothing else in the folder of the model', async () => {
  await adopt();
  expect(written()).toEqual(['gates/benchmark.yaml', 'gates/evaluate.yaml', 'model.yaml']);
  expect(model()).toMatchObject({
    name: 'credit',
    task: 'binary-classification',
    data: { train: 'data/train.csv', test: 'data/test.csv', target: 'default' },
    python: { path: ['src'], package: '' },
    entry: {},
    train: { inputs: ['src/evaluate.py'] },
    expectations: {
      train: 'great_expectations/expectations/applications.json',
      test: 'great_expectations/expectations/applications/held_out.json',
    },
    baseline: 'models/baseline_metrics.json',
    quality: ['test'],
  });
  const gates = validateFile(evaluateGatesSchema, text('gates/evaluate.yaml'), { filePath: 'gates' });
  expect(gates.gates.map(({ metric }) => metric)).toEqual(['accuracy', 'precision', 'roc_auc']);
  validateFile(benchmarkGatesSchema, text('gates/benchmark.yaml'), { filePath: 'gates' });
});

it('takes what the user says, and keeps gates that are there', async () => {
  put('gates/evaluate.yaml', 'schema: modelgate.gates.evaluate/v1\n');
  await adopt({ name: 'scoring', target: 'age', task: 'regression', owner: 'risk' });
  expect(written()).toEqual(['gates/benchmark.yaml', 'model.yaml']);
  expect(model()).toMatchObject({
    name: 'scoring',
    task: 'regression',
    owner: 'risk',
    data: { target: 'age' },
  });
});

it('does not gate what the baseline has no number of, and says so', async () => {
  put('models/baseline_metrics.json', '{ "accuracy": 0.8 }');
  await adopt();
  const gates = validateFile(evaluateGatesSchema, text('gates/evaluate.yaml'), { filePath: 'gates' });
  expect(gates.gates.map(({ metric }) => metric)).toEqual(['accuracy']);
  expect(said.join('\n')).toContain('models/baseline_metrics.json has no precision, no roc_auc');
});

it('names what cannot be called, and what is left to do', async () => {
  put('src/evaluate.py', 'def evaluate_model(frame, model): return {}\n');
  put('src/broken.py', 'def (:\n');
  put('params.yaml', 'train: { lr: 0.1 }\n');
  put('notes.ipynb', '{}');
  await adopt();
  const all = said.join('\n');
  expect(all).toContain(
    'src/evaluate.py:1 evaluate:evaluate_model was not taken for evaluate: it takes (frame, model, ...)',
  );
  expect(all).toContain('models/credit/params.yaml is read as hyperparameters');
  expect(all).toContain('notes.ipynb: notebooks are not run');
  expect(all).toMatch(/src\/broken\.py:1: Python 3\.\d+\.\d+ cannot read it/);
});

it('changes nothing when it runs again', async () => {
  await adopt();
  put('model.yaml', text('model.yaml'));
  tree = freshTree();
  await adopt();
  expect(tree.listChanges().filter(({ path }) => path.startsWith(ROOT))).toEqual([]);
  expect(said.at(-1)).toBe('models/credit is the model "credit" already; nothing was written');
});

it.each<[string, AdoptModelOptions, string]>([
  ['no folder', { path: 'models/x' }, 'there is no folder models/x'],
  ['a file', { path: `${ROOT}/README.md` }, 'models/credit/README.md is a file, not a folder'],
  ['a place outside', { path: '../elsewhere' }, 'lies outside of the workspace'],
  ['no Python', { path: `${ROOT}/data` }, 'there is no Python code in models/credit/data'],
  ['a bad name', { name: 'Credit Risk' }, '--name=credit-risk'],
  ['a wrong target', { target: 'defualt' }, 'did you mean --target="default"?'],
  ['data elsewhere', { data: 'package.json' }, 'package.json is no file of models/credit'],
])('refuses %s', async (_what, options, message) => {
  await expect(adopt(options)).rejects.toThrow(message);
  expect(written()).toEqual([]);
});

it('follows the target to the constant of another module', async () => {
  put('src/settings.py', 'LABEL_OF_LOANS = "credit_score"\n');
  put(
    'src/data.py',
    'import settings\ndef load_data(path):\n  y = table[settings.LABEL_OF_LOANS]\n  return table\n',
  );
  await adopt();
  expect(model()).toMatchObject({ task: 'regression', data: { target: 'credit_score' } });
});

it('takes the workspace itself, under the name that its project has', async () => {
  rmSync(join(folder, 'models'), { recursive: true });
  cpSync(FIXTURE, folder, { recursive: true });
  writeFileSync(join(folder, 'project.json'), '{ "name": "scoring" }');
  await adopt({ path: '.' });
  const text = tree.read('model.yaml', 'utf-8') ?? '';
  const adopted = validateFile(modelSchema, text, { filePath: 'model.yaml' });
  expect([adopted.name, adopted.data.train]).toEqual(['scoring', 'data/train.csv']);
  expect(text).toContain('$schema=./node_modules/@modelgate/contracts/schemas/model.schema.json');
});

function adopt(options: AdoptModelOptions = {}): Promise<void> {
  return adoptModelGenerator(tree, { path: ROOT, ...options });
}

function model() {
  return validateFile(modelSchema, text('model.yaml'), { filePath: 'model.yaml' });
}

function text(path: string): string {
  return tree.read(`${ROOT}/${path}`, 'utf-8') ?? '';
}

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
  mkdirSync(dirname(join(folder, ROOT, path)), { recursive: true });
  writeFileSync(join(folder, ROOT, path), content);
}
