import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, tasks, workspace, type Workspace } from './harness';
import { pointerOf, QUICK_MEASURE } from './models';

const ROWS = Array.from({ length: 120 }, (_, index) => {
  const age = 20 + (index % 50);
  const income = 20_000 + ((index * 7919) % 60_000);
  const score = 400 + ((index * 104_729) % 400);
  return [age, income, score, Number(income + score * 40 > 70_000)].join(',');
});
const HEADER = 'age,income,credit_score,target';
const csv = (rows: readonly string[]) => `${[HEADER, ...rows].join('\n')}\n`;

/** A data set written by hand, with a suite. */
function addDataset(ws: Workspace, name: string, more = ''): void {
  const folder = `datasets/${name}`;
  ws.write(
    `${folder}/dataset.yaml`,
    `schema: modelgate.dataset/v1\nname: ${name}\nfiles: { train: data/train.csv, test: data/test.csv }\n${more}`,
  );
  ws.write(`${folder}/data/train.csv`, csv(ROWS.slice(0, 90)));
  ws.write(`${folder}/data/test.csv`, csv(ROWS.slice(90)));
  ws.write(
    `${folder}/expectations/train.yaml`,
    [
      `name: ${name}`,
      'expectations:',
      '  - type: expect_column_values_to_be_between',
      '    kwargs: { column: age, min_value: 18, max_value: 100 }',
      '',
    ].join('\n'),
  );
}

/** A generated model that takes its data from a data set instead of files of its own. */
async function addModel(ws: Workspace, name: string, dataset: string): Promise<void> {
  expectCode(0, await ws.nx(['generate', 'ml-model', name, '--template=stdlib']));
  ws.replace(
    `models/${name}/model.yaml`,
    '  train: data/train.csv\n  test: data/test.csv\n',
    `  dataset: ${dataset}\n`,
  );
  ws.write(`models/${name}/measure.yaml`, QUICK_MEASURE);
  ws.git('rm', '-rfq', '--ignore-unmatch', `models/${name}/data`, `models/${name}/expectations`);
  ws.git('clean', '-fdq', `models/${name}/data`, `models/${name}/expectations`);
}

describe('models on data sets', () => {
  let ws: Workspace;
  const evaluate = () => ws.nx(['run-many', '-t', 'evaluate']);
  const ran = (run: Awaited<ReturnType<typeof evaluate>>) => tasks(run).ran;

  beforeAll(async () => {
    ws = workspace({ name: 'datasets' });
    await addModel(ws, 'credit-risk', 'applications');
    await addModel(ws, 'fraud', 'applications');
    await addModel(ws, 'churn', 'customers');
    addDataset(ws, 'applications');
    addDataset(ws, 'customers');
    ws.commit('Add models on data sets');
    expectCode(0, await evaluate());
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', '.');
  });
  afterAll(() => ws?.remove());

  const chain = (model: string) =>
    ['evaluate', 'score', 'train', 'train-smoke', 'validate-data'].map((stage) => `${model}:${stage}`);

  it('validates a data set once, and serves everything from the cache when nothing changed', async () => {
    const run = await evaluate();
    expectCode(0, run);
    expect(ran(run)).toEqual([]);
    expect(tasks(run).cached).toEqual(
      [
        ...['credit-risk', 'fraud', 'churn'].flatMap(chain),
        'applications:validate-data',
        'customers:validate-data',
      ].sort(),
    );
  });

  it('reruns every model on a data set whose training data changed, and no other', async () => {
    ws.write('datasets/applications/data/train.csv', csv(ROWS.slice(1, 90)));
    const run = await evaluate();
    expectCode(0, run);
    const changed = ran(run).filter((task) => !/:(evaluate)$/.test(task));
    expect(changed).toEqual(
      [
        'applications:validate-data',
        ...['credit-risk', 'fraud'].flatMap((model) =>
          ['score', 'train', 'train-smoke', 'validate-data'].map((stage) => `${model}:${stage}`),
        ),
      ].sort(),
    );
  });

  it('does not retrain for other test data', async () => {
    ws.write('datasets/applications/data/test.csv', csv(ROWS.slice(91)));
    const run = await evaluate();
    expectCode(0, run);
    expect(ran(run).filter((task) => /:(train|train-smoke)$/.test(task))).toEqual([]);
    expect(ran(run)).toEqual(expect.arrayContaining(['credit-risk:score', 'fraud:score']));
  });

  it('reruns the validation alone for another suite, and blocks every model where it fails', async () => {
    ws.replace('datasets/applications/expectations/train.yaml', 'max_value: 100', 'max_value: 99');
    const passing = await evaluate();
    expectCode(0, passing);
    expect(ran(passing)).toEqual(['applications:validate-data']);

    ws.replace('datasets/applications/expectations/train.yaml', 'max_value: 99', 'max_value: 40');
    const failing = await evaluate();
    expect(failing.code).not.toBe(0);
    expect(tasks(failing).failed).toEqual(['applications:validate-data']);
    expect(tasks(failing).cached.filter((task) => /^(credit-risk|fraud):/.test(task))).toEqual([]);
    expect(failing.all).toContain('expect_column_values_to_be_between');
  });

  it('selects the models of a data set in affected', async () => {
    ws.write('datasets/customers/data/train.csv', csv(ROWS.slice(2, 90)));
    ws.commit('Change the customers');
    const { stdout } = await ws.nx(['show', 'projects', '--affected', '--base=HEAD~1']);
    ws.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect(stdout.trim().split('\n').sort()).toEqual(['churn', 'customers']);
  });

  it('warns of rows that are in both files, and fails where the policy enforces it', async () => {
    ws.write('datasets/customers/data/test.csv', csv(ROWS.slice(80)));
    const warned = await ws.nx(['run', 'customers:validate-data']);
    expectCode(0, warned);
    expect(warned.all).toContain(
      '10 of 40 test rows (25 %) are in the training data too, compared as whole rows',
    );

    ws.write(
      'datasets/customers/gates/validate-data.yaml',
      'schema: modelgate.gates.validate-data/v1\noverlap: { mode: enforce, max_share: 0.2 }\n',
    );
    const enforced = await ws.nx(['run', 'customers:validate-data']);
    expect(enforced.code).toBe(1);
    expect(enforced.all).toContain('allowed are 20 %');
  });

  it('compares by the keys of the data set, and names a key that is no column', async () => {
    ws.replace('datasets/customers/dataset.yaml', 'name: customers', 'name: customers\nkeys: [income]');
    expectCode(0, await ws.nx(['run', 'customers:validate-data']));
    ws.replace('datasets/customers/dataset.yaml', 'keys: [income]', 'keys: [incme]');
    const run = await ws.nx(['run', 'customers:validate-data']);
    expect(run.code).toBe(1);
    expect(run.all).toContain('did you mean "income"');
  });

  it('verifies data that DVC tracks against its pointer, and says what to do where it differs', async () => {
    const text = csv(ROWS.slice(0, 90));
    ws.write('datasets/customers/data/.gitignore', '/train.csv\n');
    ws.write('datasets/customers/data/train.csv.dvc', pointerOf(text, 'train.csv'));
    expectCode(0, await ws.nx(['run', 'churn:train-smoke']));
    ws.write('datasets/customers/data/train.csv', csv(ROWS.slice(3, 90)));
    const run = await ws.nx(['run', 'churn:train-smoke', '--skip-nx-cache']);
    expect(run.code).not.toBe(0);
    expect(run.all).toContain('datasets/customers/data/train.csv.dvc');
    expect(run.all).toContain('dvc checkout datasets/customers/data/train.csv');
  });

  it('locks data outside the workspace, hashes the lock, and refuses bytes that are not the locked ones', async () => {
    const elsewhere = join(ws.root, '..', 'elsewhere.csv');
    const uri = `file://${elsewhere}`;
    writeFileSync(elsewhere, csv(ROWS.slice(0, 90)));
    ws.replace('datasets/customers/dataset.yaml', 'train: data/train.csv', `train: "${uri}"`);
    const unlocked = await ws.nx(['run', 'customers:validate-data']);
    expect(unlocked.code).toBe(1);
    expect(unlocked.all).toContain('nx run customers:lock-data');

    const locked = expectCode(0, await ws.nx(['run', 'customers:lock-data']));
    expect(locked.all).toContain('wrote datasets/customers/data.lock.json: commit it');
    expect(expectCode(0, await ws.nx(['run', 'customers:lock-data'])).all).toContain('is up to date');
    expectCode(0, await ws.nx(['run', 'churn:evaluate']));

    writeFileSync(elsewhere, csv(ROWS.slice(4, 90)));
    const changed = await ws.nx(['run', 'churn:train-smoke', '--skip-nx-cache']);
    expect(changed.code).not.toBe(0);
    expect(changed.all).toContain(uri);
    expectCode(0, await ws.nx(['run', 'customers:lock-data']));
    const after = expectCode(0, await ws.nx(['run', 'churn:evaluate']));
    expect(ran(after)).toEqual(expect.arrayContaining(['churn:train', 'customers:validate-data']));
  });

  it('has nothing to lock where no file is a URI', async () => {
    const run = await ws.nx(['run', 'customers:lock-data']);
    expect(run.code).toBe(1);
    expect(run.all).toContain('there is nothing to lock');
  });

  it.each([
    [
      'an unknown data set',
      'models/churn/model.yaml',
      'dataset: customers',
      'dataset: customer',
      'churn',
      'models/churn/model.yaml:6:12  data.dataset: there is no data set "customer" in this workspace',
    ],
    [
      'an unknown key',
      'datasets/customers/dataset.yaml',
      'files:',
      'file:',
      'customers',
      'did you mean "files"',
    ],
    [
      'a cycle',
      'datasets/customers/dataset.yaml',
      'name: customers',
      'name: customers\nderived_from: [customers]',
      'customers',
      'customers -> customers is a cycle',
    ],
    [
      'no test file and no split',
      'datasets/customers/dataset.yaml',
      ', test: data/test.csv',
      '',
      'churn',
      'the data set "customers" has no test file to evaluate on',
    ],
  ])('says what is wrong: %s', async (_what, file, find, replacement, project, message) => {
    ws.replace(file, find, replacement);
    const run = await ws.nx(['run', `${project}:validate-data`]);
    expect(run.code).not.toBe(0);
    expect(run.all).toContain(message);
    expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
  });
});
