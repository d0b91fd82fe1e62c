import { expectCode, tasks, workspace, type Workspace } from './harness';
import { QUICK_MEASURE } from './models';

const ROWS = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const age = 20 + ((index * 7 + seed) % 50);
    const income = 20_000 + ((index * 1_237 + seed * 31) % 60_000);
    return `${seed * 10_000 + index},${age},${income},${age * 1_000 + income > 85_000 ? 1 : 0}`;
  });
const csv = (seed: number, count: number) => ['id,age,income,approved', ...ROWS(seed, count), ''].join('\n');

let ws: Workspace;
beforeEach(() => {
  ws = workspace({ name: 'dataset' });
  ws.write('raw/train.csv', csv(1, 300));
  ws.write('raw/test.csv', csv(2, 120));
  ws.commit('Add data');
});
afterEach(() => ws.remove());

const dataset = (...more: string[]) => ws.nx(['generate', '@modelgate/nx:dataset', 'applications', ...more]);
const files = ['--data=raw/train.csv', '--test=raw/test.csv', '--keys=id'];

it('makes a data set that two models are trained on, validated once', async () => {
  expectCode(0, await dataset(...files));
  for (const name of ['approval', 'review']) {
    const run = await ws.nx([
      'generate',
      'ml-model',
      name,
      '--dataset=applications',
      '--target=approved',
      '--template=stdlib',
    ]);
    expectCode(0, run);
    expect(ws.read(`models/${name}/model.yaml`)).toContain('dataset: applications');
    ws.write(`models/${name}/measure.yaml`, QUICK_MEASURE);
  }
  ws.commit('Add a data set and two models');
  const run = expectCode(0, await ws.nx(['run-many', '-t', 'gate', '--parallel=1']));
  expect(tasks(run).failed).toEqual([]);
  expect(tasks(run).ran.filter((id) => id === 'applications:validate-data')).toHaveLength(1);
  expect(tasks(run).ran).toEqual(expect.arrayContaining(['approval:evaluate', 'review:benchmark']));
  expect(ws.git('status', '--porcelain')).toBe('');
});

it('changes nothing when it runs again, and writes nothing in a dry run', async () => {
  expectCode(0, await dataset(...files, '--dry-run'));
  expect(ws.git('status', '--porcelain')).toBe('');
  expectCode(0, await dataset(...files));
  ws.commit('Add a data set');
  const again = expectCode(0, await dataset(...files));
  expect(again.all).toContain(
    'datasets/applications is the data set "applications" already; nothing was written',
  );
  expect(ws.git('status', '--porcelain')).toBe('');
});

it('without data is a project that says what is missing', async () => {
  expectCode(0, await dataset());
  ws.commit('Add a data set without data');
  const run = expectCode(1, await ws.nx(['run', 'applications:validate-data']));
  expect(run.all).toContain('there is no file datasets/applications/data/train.csv');
});
