import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, tasks, workspace, type Workspace } from './harness';
import { pointerOf } from './models';

/** Who reads which data: two data sets, one of them tracked by DVC, and a model with files of its own. */
const DATA: Record<string, string | undefined> = {
  'apps-a': 'applications',
  'apps-b': 'applications',
  'apps-c': 'applications',
  'orders-a': 'orders',
  'orders-b': 'orders',
  alone: undefined,
};
const MODELS = Object.keys(DATA);
const USES_LIBRARY = ['apps-a', 'orders-a'];

const snake = (name: string) => name.replace('-', '_');

/** Writes data that git ignores, and the pointer that git holds. */
function track(ws: Workspace, folder: string, file: string, text: string): void {
  ws.write(`${folder}/${file}`, text);
  ws.write(`${folder}/${file}.dvc`, pointerOf(text, file));
}

/** Copies of one generated model, some of them on data sets, some with a library. */
function addModels(ws: Workspace): void {
  for (const name of MODELS) {
    const folder = `models/${name}`;
    cpSync(join(ws.root, 'models/first'), join(ws.root, folder), { recursive: true });
    ws.git('add', folder);
    ws.git('mv', `${folder}/src/first`, `${folder}/src/${snake(name)}`);
    for (const file of ['model.yaml', 'pyproject.toml', 'tests/test_data.py']) {
      ws.write(
        `${folder}/${file}`,
        ws.read(`${folder}/${file}`).replaceAll('first', file === 'tests/test_data.py' ? snake(name) : name),
      );
    }
    for (const module of ['train', 'evaluate', 'api', 'data']) {
      const file = `${folder}/src/${snake(name)}/${module}.py`;
      ws.write(file, ws.read(file).replaceAll('first', snake(name)));
    }
    const dataset = DATA[name];
    if (dataset !== undefined) {
      ws.replace(
        `${folder}/model.yaml`,
        '  train: data/train.csv\n  test: data/test.csv\n',
        `  dataset: ${dataset}\n`,
      );
      for (const part of ['data', 'expectations']) rmSync(join(ws.root, folder, part), { recursive: true });
    }
  }
  rmSync(join(ws.root, 'models/first'), { recursive: true });
}

function addDatasets(ws: Workspace): void {
  const train = ws.read('models/first/data/train.csv');
  const test = ws.read('models/first/data/test.csv');
  for (const name of ['applications', 'orders']) {
    const folder = `datasets/${name}`;
    ws.write(
      `${folder}/dataset.yaml`,
      `schema: modelgate.dataset/v1\nname: ${name}\nfiles: { train: data/train.csv, test: data/test.csv }\n`,
    );
    ws.write(`${folder}/expectations/train.yaml`, ws.read('models/first/expectations/train.yaml'));
  }
  ws.write('datasets/applications/data/train.csv', train);
  ws.write('datasets/applications/data/test.csv', test);
  ws.write('datasets/orders/data/.gitignore', '/train.csv\n/test.csv\n');
  track(ws, 'datasets/orders/data', 'train.csv', train);
  track(ws, 'datasets/orders/data', 'test.csv', test);
}

function addLibrary(ws: Workspace): void {
  ws.write('libs/shared/pyproject.toml', '[project]\nname = "shared"\nversion = "1.0"\n');
  ws.write('libs/shared/src/shared/__init__.py', 'def same(value):\n    return value\n');
  for (const name of USES_LIBRARY) {
    const code = `models/${name}/src/${snake(name)}/data.py`;
    ws.replace(code, 'import csv', 'import csv\nfrom shared import same');
    ws.write(code, `${ws.read(code)}\n\n_ = same(1)\n`);
    ws.replace(
      `models/${name}/pyproject.toml`,
      'dependencies = []',
      'dependencies = ["shared"]\n\n[tool.uv.sources]\nshared = { path = "../../libs/shared", editable = true }\n',
    );
  }
}

describe('what a change selects and reruns, among 6 models, 2 data sets, a library and a JavaScript application', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'affected' });
    expectCode(0, await ws.nx(['generate', 'ml-model', 'first', '--template=stdlib']));
    addDatasets(ws);
    addModels(ws);
    addLibrary(ws);
    ws.write(
      'web/project.json',
      JSON.stringify({
        name: 'web',
        targets: { build: { executor: 'nx:run-commands', cache: true, options: { command: 'true' } } },
      }),
    );
    ws.write('web/src/main.js', 'console.log(1)\n');
    ws.commit('Add everything');
    expectCode(0, await ws.nx(['run-many', '-t', 'evaluate,build']));
  });
  afterEach(() => ws.git('reset', '--quiet', '--hard', 'start'));
  afterAll(() => ws?.remove());

  const edit = (file: string) => () => ws.write(file, `${ws.read(file)}\n# edited\n`);
  const APPLICATIONS = ['applications', 'apps-a', 'apps-b', 'apps-c'];
  const ORDERS = ['orders', 'orders-a', 'orders-b'];

  it.each<{ what: string; make: () => void; affected: string[]; stages: string[] }>([
    {
      what: 'prose of the workspace',
      make: () => ws.write('NOTES.md', 'notes\n'),
      affected: [],
      stages: [],
    },
    {
      what: 'the README of a model',
      make: () => ws.write('models/alone/README.md', 'read me\n'),
      affected: ['alone'],
      stages: [],
    },
    {
      what: 'hyperparameters of a model',
      make: edit('models/alone/params.yaml'),
      affected: ['alone'],
      stages: ['alone:train', 'alone:train-smoke'],
    },
    {
      what: 'the training code of a model',
      make: edit('models/apps-b/src/apps_b/train.py'),
      affected: ['apps-b'],
      stages: ['apps-b:score', 'apps-b:train', 'apps-b:train-smoke'],
    },
    {
      what: 'the gates of a model',
      make: edit('models/apps-b/gates/evaluate.yaml'),
      affected: ['apps-b'],
      stages: ['apps-b:evaluate'],
    },
    {
      what: 'a suite of a data set',
      make: edit('datasets/applications/expectations/train.yaml'),
      affected: APPLICATIONS,
      stages: ['applications:validate-data'],
    },
    {
      what: 'test data of a data set',
      make: () =>
        ws.write(
          'datasets/applications/data/test.csv',
          ws.read('datasets/applications/data/test.csv').split('\n').slice(0, -3).join('\n') + '\n',
        ),
      affected: APPLICATIONS,
      stages: [
        'applications:validate-data',
        ...APPLICATIONS.slice(1).flatMap((model) => [
          `${model}:evaluate`,
          `${model}:score`,
          `${model}:validate-data`,
        ]),
      ].sort(),
    },
    {
      what: 'the .dvc pointer of a data set',
      make: () =>
        track(
          ws,
          'datasets/orders/data',
          'train.csv',
          ws.read('datasets/orders/data/train.csv').split('\n').slice(0, -3).join('\n') + '\n',
        ),
      affected: ORDERS,
      stages: [
        'orders:validate-data',
        ...ORDERS.slice(1).flatMap((model) =>
          ['evaluate', 'score', 'train', 'train-smoke', 'validate-data'].map((stage) => `${model}:${stage}`),
        ),
      ].sort(),
    },
    {
      what: 'the shared library',
      make: edit('libs/shared/src/shared/__init__.py'),
      affected: ['apps-a', 'libs-shared', 'orders-a'],
      stages: USES_LIBRARY.flatMap((model) => [
        `${model}:score`,
        `${model}:train`,
        `${model}:train-smoke`,
      ]).sort(),
    },
    {
      what: 'the JavaScript application',
      make: () => ws.write('web/src/main.js', 'console.log(2)\n'),
      affected: ['web'],
      stages: ['web:build'],
    },
    {
      what: 'model.yaml',
      make: edit('models/orders-b/model.yaml'),
      affected: ['orders-b'],
      stages: ['evaluate', 'score', 'train', 'train-smoke', 'validate-data'].map(
        (stage) => `orders-b:${stage}`,
      ),
    },
  ])('$what', async ({ make, affected, stages }) => {
    ws.git('tag', '--force', 'start');
    const orders = ws.read('datasets/orders/data/train.csv');
    make();
    ws.commit('Change');
    const projects = expectCode(
      0,
      await ws.nx(['show', 'projects', '--affected', '--base=HEAD~1', '--json']),
    );
    expect((JSON.parse(projects.stdout) as string[]).sort()).toEqual(affected);
    const run = await ws.nx(['affected', '-t', 'evaluate,build', '--base=HEAD~1']);
    expectCode(0, run);
    expect(tasks(run).ran).toEqual(stages);
    ws.write('datasets/orders/data/train.csv', orders);
  });
});
