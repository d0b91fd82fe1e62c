import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyFixture } from './fixtures';
import { expectCode, tasks, workspace, type NxRun, type Workspace } from './harness';
import { QUICK_MEASURE } from './models';

const MODEL = 'models/credit';
const ADOPTED = [`${MODEL}/gates/benchmark.yaml`, `${MODEL}/gates/evaluate.yaml`, `${MODEL}/model.yaml`];

let ws: Workspace;
const adopt = (...more: string[]) => ws.nx(['generate', 'adopt-model', MODEL, ...more]);
/** What git sees as changed or new. */
const status = () =>
  ws
    .git('status', '--porcelain', '--untracked-files=all')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.trim());

beforeEach(async () => {
  ws = workspace({ name: 'adopt' });
  expectCode(0, await ws.nx(['generate', '@modelgate/nx:init']));
  copyFixture(ws, 'credit-stdlib', MODEL);
});
afterEach(() => ws.remove());

describe('a model in the common layout', () => {
  it('goes from zero to evaluate and benchmark with none of its files changed', async () => {
    const run = expectCode(0, await adopt());
    expect(status()).toEqual(ADOPTED.map((path) => `?? ${path}`));
    for (const text of SAYS) expect(run.all).toContain(text);
    ws.commit('Adopt the credit model');

    const judged = expectCode(0, await ws.nx(['run', 'credit:evaluate']));
    expect(tasks(judged).ran).toEqual(stages('evaluate', 'score', 'train', 'train-smoke', 'validate-data'));
    expect(judged.all).toContain('accuracy');
    expect(report('evaluate').gates.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['accuracy/max_drop', 'pass'],
      ['precision/max_drop', 'pass'],
      ['roc_auc/min_ratio', 'pass'],
    ]);
    expect(report('validate-data').gates.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);

    expectCode(0, await ws.nx(['run', 'credit:benchmark']));
    expect(status()).toEqual([]);
    expect(ws.git('log', '--format=', '--name-only', '-1').trim().split('\n')).toEqual(ADOPTED);
  });

  it('is adopted once: a second run changes nothing and says so, and a dry run writes nothing', async () => {
    const dry = expectCode(0, await adopt('--dry-run'));
    expect(dry.all).toContain(`CREATE ${MODEL}/model.yaml`);
    expect(status()).toEqual([]);
    expectCode(0, await adopt());
    ws.commit('Adopt the credit model');
    const again = expectCode(0, await adopt());
    expect(again.all).toContain(`${MODEL} is the model "credit" already; nothing was written`);
    expect(status()).toEqual([]);
  });

  it('is retrained by what training imports, the evaluate module too, and never by the service', async () => {
    expectCode(0, await adopt());
    ws.write(`${MODEL}/measure.yaml`, QUICK_MEASURE);
    ws.commit('Adopt the credit model');
    expectCode(0, await ws.nx(['run', 'credit:train']));
    const rerun = async (path: string): Promise<NxRun> => {
      ws.write(path, `${ws.read(path)}\n# a comment\n`);
      return expectCode(0, await ws.nx(['run', 'credit:train']));
    };
    expect(tasks(await rerun(`${MODEL}/src/api.py`)).ran).toEqual([]);
    expect(tasks(await rerun(`${MODEL}/src/evaluate.py`)).ran).toContain('credit:train');
  });
});

describe('what cannot be adopted is one clear message', () => {
  it.each([
    ['no folder', () => undefined, 'models/nothing', ['there is no folder models/nothing']],
    [
      'no Python',
      () => ws.write('models/notes/README.md', '# Notes\n'),
      'models/notes',
      ['there is no Python code in models/notes', 'fix:'],
    ],
    [
      "another tool's model.yaml",
      () => ws.write(`${MODEL}/model.yaml`, 'runtime: onnx\n'),
      MODEL,
      [`${MODEL}/model.yaml  there is a model.yaml of another tool already`, 'fix:'],
    ],
    [
      'no data',
      () => rmSync(join(ws.root, MODEL, 'data'), { recursive: true }),
      MODEL,
      [`there is no data in ${MODEL}`, '--data'],
    ],
  ])('%s', async (_what, prepare, path, says) => {
    prepare();
    const run = expectCode(1, await ws.nx(['generate', 'adopt-model', path]));
    for (const text of says) expect(run.all).toContain(text);
    expect(run.all).not.toMatch(/^\s+at .*\(/m);
    expect(status().filter((line) => line.includes('gates'))).toEqual([]);
  });
});

const SAYS = [
  'training data data/train.csv (400 rows, 4 columns)',
  'evaluation set data/test.csv',
  'the target is "default": src/data.py:5 names it',
  'load_data data:load_data (src/data.py:9) is called load_data(path)',
  'train train:train_model (src/train.py:31) is called train_model(features, target, epochs); without a params.yaml it keeps its own epochs=400',
  'train.inputs gets src/evaluate.py: src/train.py:12 imports it',
  'checkpoint great_expectations/checkpoints/training_data.yml runs applications.held_out over files default test',
  'baseline models/baseline_metrics.json: accuracy 0.83',
  'models/candidate.pkl (1 kB): a saved model',
  'quality, test: tests/test_data.py',
  'packages from requirements.txt',
  'Next: nx run credit:evaluate, nx run credit:benchmark',
];

function stages(...names: string[]): string[] {
  return names.map((name) => `credit:${name}`);
}

function report(stage: string): { gates: { id: string; outcome: string }[] } {
  return JSON.parse(ws.read(`dist/${MODEL}/${stage}/report.json`)) as {
    gates: { id: string; outcome: string }[];
  };
}
