import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import {
  FILE_SCHEMAS,
  modelSchema,
  validate as validateFile,
  type FileSchemaName,
} from '@modelgate/contracts';
import { readSuite, validate } from '@modelgate/expectations';
import mlModelGenerator from './generator';
import type { MlModelOptions } from './options';
import { sizeWarnings } from './user-model-data';

process.env['NX_DAEMON'] = 'false';
process.env['NX_SKIP_FORMAT'] = 'true';

let folder: string;
let tree: Tree;
let said: string[];

beforeEach(() => {
  said = [];
  const listen = (line: unknown) => void said.push(String(line));
  jest.spyOn(console, 'info').mockImplementation(listen);
  jest.spyOn(console, 'warn').mockImplementation(listen);
  folder = mkdtempSync(join(tmpdir(), 'modelgate-ml-model-'));
  // Nx waits for ever for the first file of an empty folder.
  put('package.json', '{ "name": "workspace" }');
  tree = freshTree();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILES: [string, FileSchemaName | undefined][] = [
  ['.gitattributes', undefined],
  ['README.md', undefined],
  ['data/test.csv', undefined],
  ['data/train.csv', undefined],
  ['deploy.yaml', 'deploy'],
  ['expectations/train.yaml', undefined],
  ['gates/benchmark.yaml', 'gates.benchmark'],
  ['gates/evaluate.yaml', 'gates.evaluate'],
  ['model.yaml', 'model'],
  ['params.yaml', 'params'],
  ['pyproject.toml', undefined],
  ['src/credit_risk/__init__.py', undefined],
  ['src/credit_risk/api.py', undefined],
  ['src/credit_risk/data.py', undefined],
  ['src/credit_risk/evaluate.py', undefined],
  ['src/credit_risk/train.py', undefined],
  ['tests/test_data.py', undefined],
];

describe('ml-model without data', () => {
  it('writes a whole project, registers the plugin, and leaves no placeholder', async () => {
    await generate({ name: 'credit-risk' });
    expect(written('models/credit-risk/')).toEqual(FILES.map(([path]) => path));
    expect(tree.read('nx.json', 'utf-8')).toContain('"@modelgate/nx"');
    for (const [path] of FILES)
      expect(content(path)).not.toMatch(/__(pkg|model|task|target|delimiter|\w+_data)__/);
    expect(content('.gitattributes')).toMatch(/^data\/\*\* -text\nbaseline\/\*\* -text$/m);
  });

  it.each(FILES.filter(([, schema]) => schema))(
    'writes a valid %s that names its schema for editors',
    async (path, schema) => {
      if (!schema) throw new Error('no schema');
      await generate({ name: 'credit-risk' });
      const text = content(path);
      const up = '../'.repeat(path.split('/').length + 1);
      expect(text.split('\n')[0]).toBe(
        `# yaml-language-server: $schema=${up}node_modules/@modelgate/contracts/schemas/${schema}.schema.json`,
      );
      expect(text.split('\n').find((line) => !line.startsWith('#'))).toMatch(/^schema: modelgate\./);
      expect(() => validateFile(FILE_SCHEMAS[schema], text, { filePath: path })).not.toThrow();
    },
  );

  it.each(['binary-classification', 'multiclass-classification', 'regression'] as const)(
    'has a suite that passes on both files: %s',
    async (task) => {
      await generate({ name: 'credit-risk', task });
      flush();
      for (const role of ['train', 'test']) {
        expect(await failures('models/credit-risk', `data/${role}.csv`)).toEqual([]);
      }
    },
  );

  it('has the default thresholds, in one line each', async () => {
    await generate({ name: 'credit-risk' });
    expect(content('gates/evaluate.yaml')).toContain('  - { metric: accuracy, max_drop: 0.02 }\n');
    expect(content('gates/benchmark.yaml')).toContain('  - { measure: model_size, max_ratio: 1.2 }\n');
    expect(content('deploy.yaml')).toContain('  staging: {}\n  production: { after: staging }\n');
  });

  it('has the same files in the sklearn template, with its packages and parameters', async () => {
    await generate({ name: 'credit-risk', template: 'sklearn' });
    expect(written('models/credit-risk/')).toEqual(FILES.map(([path]) => path));
    for (const [path] of FILES)
      expect(content(path)).not.toMatch(/__(pkg|model|task|target|delimiter|\w+_data)__/);
    expect(content('pyproject.toml')).toContain('dependencies = ["pandas>=2.0", "scikit-learn>=1.4"]');
    expect(content('params.yaml')).toMatch(/^learning_rate: 0.01\nhidden_units: 32$/m);
    expect(content('src/credit_risk/train.py')).toContain('MLPClassifier');
  });

  it('says which template it takes, and why, where none is named', async () => {
    const before = process.env['MODELGATE_PYTHON'];
    process.env['MODELGATE_PYTHON'] = '/nowhere/python';
    try {
      await generate({ name: 'credit-risk', template: undefined });
    } finally {
      if (before === undefined) delete process.env['MODELGATE_PYTHON'];
      else process.env['MODELGATE_PYTHON'] = before;
    }
    expect(content('pyproject.toml')).toContain('dependencies = []');
    expect(said).toContain(
      'credit-risk: the template is stdlib, since it cannot have pandas>=2.0 and scikit-learn>=1.4: ' +
        'MODELGATE_PYTHON names "/nowhere/python", which does not exist; say --template=sklearn to have it all the same',
    );
  });

  it('takes the environments of the workspace', async () => {
    const options = { environments: ['dev', 'qa', 'live'] };
    tree.write('nx.json', JSON.stringify({ plugins: [{ plugin: '@modelgate/nx', options }] }));
    await generate({ name: 'credit-risk' });
    expect(content('deploy.yaml')).toContain('  dev: {}\n  qa: { after: dev }\n  live: { after: qa }\n');
    expect(JSON.parse(tree.read('nx.json', 'utf-8') ?? '')).not.toHaveProperty('targetDefaults');
  });

  it('names the package where the usual one would hide a module of Python', async () => {
    await generate({ name: 'random' });
    expect(content('model.yaml', 'models/random')).toContain('package: random_model');
    expect(tree.exists('models/random/src/random_model/train.py')).toBe(true);
  });

  it.each(['models with spaces/été $HOME', "risk's/日本 #1, a&b"])(
    'works in the folder "%s"',
    async (directory) => {
      await generate({ name: 'credit-risk', directory, owner: 'risk: team' });
      const model = validateFile(modelSchema, content('model.yaml', directory), { filePath: 'model.yaml' });
      expect(model).toMatchObject({ name: 'credit-risk', owner: 'risk: team' });
    },
  );

  it('changes nothing when it runs again, and says so', async () => {
    await generate({ name: 'credit-risk' });
    tree.write('models/credit-risk/params.yaml', 'mine');
    tree.delete('models/credit-risk/tests/test_data.py');
    const before = tree.listChanges();
    said = [];
    await generate({ name: 'credit-risk' });
    expect(tree.listChanges()).toEqual(before);
    expect(said.join('\n')).toMatch(
      /models\/credit-risk is the model "credit-risk" already; nothing was written/,
    );
  });

  it('completes a folder that has code but no model.yaml, and says what it left', async () => {
    tree.write('models/credit-risk/src/credit_risk/train.py', '# mine');
    await generate({ name: 'credit-risk' });
    expect(content('src/credit_risk/train.py')).toBe('# mine');
    expect(tree.exists('models/credit-risk/model.yaml')).toBe(true);
    expect(said).toContain('credit-risk: left as they were: src/credit_risk/train.py');
  });

  it.each<[string, Record<string, string>, MlModelOptions, string]>([
    [
      'a name that another model has',
      { 'teams/a/model.yaml': 'schema: modelgate.model/v1\nname: credit-risk\n' },
      { name: 'credit-risk' },
      'there is a project "credit-risk" in teams/a already',
    ],
    [
      'a name that another project has',
      { 'apps/x/project.json': '{"name":"credit-risk"}' },
      { name: 'credit-risk' },
      'there is a project "credit-risk" in apps/x already',
    ],
    [
      'a folder that another project has',
      { 'models/credit-risk/project.json': '{"name":"other"}' },
      { name: 'credit-risk' },
      'models/credit-risk has the project "other" already',
    ],
    [
      'a folder with a broken model.yaml',
      { 'models/credit-risk/model.yaml': 'schema: modelgate.model/v1\nname: [\n' },
      { name: 'credit-risk' },
      'models/credit-risk has a model.yaml that cannot be read already',
    ],
    [
      'to take the place of data',
      { 'models/credit-risk/data/train.csv': 'a\n' },
      { name: 'credit-risk' },
      'use it with --data="models/credit-risk/data/train.csv"',
    ],
  ])('refuses %s', async (_what, files, options, message) => {
    for (const [path, text] of Object.entries(files)) tree.write(path, text);
    await expect(generate(options)).rejects.toThrow(message);
  });
});

describe('ml-model with data', () => {
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${row};"Köln; Süd";${row % 7 ? row / 2 : ''};${row % 2 ? 'oui' : 'non'}`,
  );
  const CSV = ['id;ville;montant;Résultat', ...rows, ''].join('\r\n');

  it('copies the bytes, guesses target and task, and says so', async () => {
    put('in put/clients 2024.csv', CSV);
    await generate({ name: 'churn', data: 'in put/clients 2024.csv' });
    flush();
    const model = validateFile(modelSchema, content('model.yaml', 'models/churn'), {
      filePath: 'model.yaml',
    });
    expect(model.task).toBe('binary-classification');
    expect(model.data).toEqual({
      train: 'data/clients 2024.csv',
      target: 'Résultat',
      split: { test: 0.2, seed: 7 },
    });
    expect(readFileSync(join(folder, 'models/churn/data/clients 2024.csv'), 'utf8')).toBe(CSV);
    expect(content('src/churn/data.py', 'models/churn')).toContain('TARGET = "Résultat"\nDELIMITER = ";"\n');
    expect(await failures('models/churn', 'data/clients 2024.csv')).toEqual([]);
    expect(said.join('\n')).toMatch(
      /was copied to data\/clients 2024.csv[^]*the target is "Résultat"[^]*the task is binary/,
    );
  });

  it('uses data that is in the project already where it is', async () => {
    put('models/churn/data/raw/a.csv', CSV);
    await generate({ name: 'churn', data: join(folder, 'models/churn/data/raw/a.csv'), target: 'id' });
    expect(content('model.yaml', 'models/churn')).toContain('train: data/raw/a.csv');
    expect(content('model.yaml', 'models/churn')).toContain('task: regression');
    expect(written('models/churn/').filter((path) => path.startsWith('data/'))).toEqual([]);
  });

  it('converts Parquet to CSV, since the template reads no Parquet', async () => {
    mkdirSync(join(folder, 'in'));
    copyFileSync(join(__dirname, 'fixtures', 'flowers.parquet'), join(folder, 'in', 'flowers.parquet'));
    await generate({ name: 'flowers', data: 'in/flowers.parquet' });
    flush();
    expect(content('data/flowers.csv', 'models/flowers').split('\n')[0]).toBe('petal,sepal,kind');
    expect(said).toContain(
      'flowers: in/flowers.parquet (30 rows, 3 columns) became data/flowers.csv, since the template reads CSV',
    );
    expect(await failures('models/flowers', 'data/flowers.csv')).toEqual([]);
  });

  const lines = (from: number, to: number) =>
    rows
      .slice(from, to)
      .map((_row, at) => `${JSON.stringify({ size: from + at, kind: (from + at) % 2 ? 'a' : 'b' })}\n`);
  const table = (from: number, to: number) =>
    `size,kind\n${Array.from({ length: to - from }, (_, at) => `${from + at},${(from + at) % 2 ? 'a' : 'b'}\n`).join('')}`;

  it.each<[string, Record<string, string | Buffer>, string, string]>([
    ['a compressed file', { 'in/made.csv.gz': gzipSync(table(0, 60)) }, 'in/made.csv.gz', 'data/made.csv'],
    ['JSON lines', { 'in/made.jsonl': lines(0, 60).join('') }, 'in/made.jsonl', 'data/made.csv'],
    [
      'a folder',
      { 'in/made/1.csv': table(0, 30), 'in/made/2.csv': table(30, 60) },
      'in/made',
      'data/made.csv',
    ],
    ['a pattern', { 'in/1.csv': table(0, 30), 'in/2.csv': table(30, 60) }, 'in/*.csv', 'data/train.csv'],
  ])('writes %s as one CSV file', async (_what, files, data, place) => {
    for (const [path, text] of Object.entries(files)) put(path, text);
    await generate({ name: 'made', data: /[*]/.test(data) ? join(folder, data) : data });
    flush();
    expect(content(place, 'models/made')).toBe(table(0, 60));
    expect(said).toContain(
      `made: ${data} (60 rows, 2 columns) became ${place}, since the template reads CSV`,
    );
    expect(await failures('models/made', place)).toEqual([]);
    expect(content('expectations/train.yaml', 'models/made')).toContain('value_set: [ a, b ]');
  });

  it('is at ease with data that git ignores where a pointer stands beside them', async () => {
    put('.gitignore', 'models/made/data/made.csv\n');
    put('models/made/data/made.csv', table(0, 60));
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    await generate({ name: 'made', data: 'models/made/data/made.csv' });
    expect(said.join('\n')).toContain('models/made/data/made.csv, so Nx does not see it');

    tree = freshTree();
    said = [];
    put('models/made/data/made.csv.dvc', 'outs:\n- md5: 0\n  path: made.csv\n');
    await generate({ name: 'made', data: 'models/made/data/made.csv' });
    expect(said.join('\n')).not.toContain('so Nx does not see it');
  });

  it.each([
    [50 * 1_048_576, 0],
    [53 * 1_048_576, 1],
  ])('warns of data that git should not hold: %s bytes', (bytes, count) => {
    const warnings = sizeWarnings({ shown: 'big.csv', bytes });
    expect(warnings).toHaveLength(count);
    if (count > 0) expect(warnings[0]).toContain('big.csv has 53 MB: git is not the place');
  });

  it.each<[string, string | undefined, Partial<MlModelOptions>, string]>([
    ['a missing file', undefined, { data: 'dta.csv' }, '--data: there is no file "dta.csv"'],
    ['a near miss', CSV, { data: 'in.csv' }, 'fix: did you mean "in.csvx" there?'],
    ['a pattern without files', undefined, { data: 'in/*.csv' }, 'in/*.csv'],
    [
      'another format',
      'x',
      { data: 'in.xlsx' },
      'in.xlsx is no CSV, Parquet or JSON lines file\n  fix: save the sheet as CSV',
    ],
    ['an empty file', '', {}, 'in.csv  the file is empty'],
    ['a header alone', 'a,b\n', {}, 'in.csv  the data has a header and no rows'],
    ['one column', 'a\n1\n2\n', {}, 'the data has one column only'],
    [
      'broken Parquet',
      'PAR1 not really',
      { data: 'in.parquet' },
      'in.parquet  the file is not a readable Parquet file',
    ],
    ['a name twice', 'a,a,target\n1,2,0\n1,2,1\n', {}, 'in.csv:1  the header names a column twice'],
    [
      'rows without a target',
      CSV,
      { target: 'montant' },
      '9 of 60 rows have no value in the target column "montant"',
    ],
    ['an unknown column', CSV, { target: 'Resultat' }, 'fix: did you mean --target="Résultat"?'],
    [
      'too many cells',
      'a,target\n1,0\n1,0,5\n',
      {},
      'in.csv:3  the header has 2 columns, but this line has 3',
    ],
  ])('refuses %s', async (_what, text, options, message) => {
    const name = options.data ?? 'in.csv';
    if (text !== undefined) put(name === 'in.csv' && options.data ? 'in.csvx' : name, text);
    await expect(generate({ name: 'm', data: name, ...options })).rejects.toThrow(message);
  });

  it('refuses a folder without data', async () => {
    put('in/README.md', 'nothing');
    await expect(generate({ name: 'm', data: join(folder, 'in') })).rejects.toThrow(
      'in  the folder holds no data file',
    );
  });

  it('does not take other data for its own', async () => {
    put('in.csv', CSV);
    put('models/m/data/in.csv', 'other\n');
    await expect(generate({ name: 'm', data: 'in.csv' })).rejects.toThrow(
      'models/m/data/in.csv is there already, with other data',
    );
  });
});

describe('ml-model on a data set', () => {
  it('names the data set, learns target and task from it, and copies nothing', async () => {
    put(
      'datasets/people/data/train.csv',
      `age,target\n${Array.from({ length: 40 }, (_, index) => `${index},${index % 2}`).join('\n')}\n`,
    );
    put(
      'datasets/people/dataset.yaml',
      'schema: modelgate.dataset/v1\nname: people\nfiles: { train: data/train.csv }\n',
    );
    await generate({ name: 'pets', dataset: 'people' });
    const model = validateFile(modelSchema, tree.read('models/pets/model.yaml', 'utf-8') ?? '', {
      filePath: 'model.yaml',
    });
    expect(model.data).toEqual({ dataset: 'people', target: 'target', split: { test: 0.2, seed: 7 } });
    expect(written('models/pets/').filter((path) => /^(data|expectations)\//.test(path))).toEqual([]);
  });

  it.each([
    [{ dataset: 'poeple' }, 'did you mean --dataset=people?'],
    [{ dataset: 'people', data: 'x.csv' }, '--data and --dataset both say where the data is'],
    [{ dataset: 'parquet' }, 'the templates read CSV files of this machine, and there is data/train.parquet'],
  ])('refuses %j', async (options, message) => {
    put(
      'datasets/people/dataset.yaml',
      'schema: modelgate.dataset/v1\nname: people\nfiles: { train: data/train.csv }\n',
    );
    put(
      'datasets/parquet/dataset.yaml',
      'schema: modelgate.dataset/v1\nname: parquet\nfiles: { train: data/train.parquet }\n',
    );
    await expect(generate({ name: 'pets', ...options })).rejects.toThrow(message);
  });
});

function generate(options: MlModelOptions): Promise<void> {
  return mlModelGenerator(tree, { template: 'stdlib', ...options });
}

function freshTree(): Tree {
  const onDisk = createTreeWithEmptyWorkspace({ formatter: 'none' });
  onDisk.root = folder;
  return onDisk;
}

function put(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Writes the changes of the tree, as Nx does after a generator. */
function flush(): void {
  for (const { path, type, content: bytes } of tree.listChanges()) {
    if (type === 'DELETE') continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes ?? '');
  }
}

function written(below: string): string[] {
  return tree
    .listChanges()
    .flatMap(({ path }) => (path.startsWith(below) ? [path.slice(below.length)] : []))
    .sort();
}

function content(path: string, root = 'models/credit-risk'): string {
  return tree.read(`${root}/${path}`, 'utf-8') ?? '';
}

/** What the generated suite finds wrong with a generated data file. */
async function failures(root: string, data: string): Promise<string[]> {
  const filePath = `${root}/expectations/train.yaml`;
  const suite = readSuite(readFileSync(join(folder, filePath), 'utf8'), { filePath });
  const { results } = await validate({ data: { path: join(folder, root, data) }, suite });
  return results.filter(({ success }) => !success).map((result) => JSON.stringify(result));
}
