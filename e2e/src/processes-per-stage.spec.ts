import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expectCode, tasks, workspace, type Workspace } from './harness';
import { QUICK_MEASURE } from './models';

const MODELS = ['credit-risk', 'churn'];

describe('processes of stages', () => {
  let ws: Workspace;
  let log: string;

  beforeAll(async () => {
    ws = workspace({ name: 'per-stage' });
    for (const name of MODELS) {
      expectCode(0, await ws.nx(['generate', 'ml-model', name]));
      ws.write(`models/${name}/measure.yaml`, QUICK_MEASURE);
    }
    ws.commit('Add models');
    expectCode(0, await ws.nx(['run-many', '-t', 'score', 'measure']));
    log = join(ws.root, '..', 'started.log');
    writeFileSync(
      join(ws.root, '..', 'log-start.cjs'),
      `require('node:fs').appendFileSync(${JSON.stringify(log)}, String(process.argv[1]) + '\\n');\n`,
    );
  });
  afterAll(() => ws?.remove());

  /** Names of the scripts that Nx forked for tasks, sorted. */
  async function forked(args: string[]): Promise<string[]> {
    rmSync(log, { force: true });
    const env = { NODE_OPTIONS: `--require ${JSON.stringify(join(ws.root, '..', 'log-start.cjs'))}` };
    expectCode(0, await ws.nx(args, { env }));
    return readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((path) => basename(path))
      .filter((name) => /^run-(executor|batch)\.js$/.test(name))
      .sort();
  }

  it.each(['evaluate', 'benchmark'])('%s is judged in batches', async (target) => {
    expect(new Set(await forked(['run-many', '-t', target]))).toEqual(new Set(['run-batch.js']));
  });

  it('a stage that loads native code has one process per model, so that a crash takes no other model with it', async () => {
    expect(await forked(['run-many', '-t', 'validate-data', '--skipNxCache'])).toEqual([
      'run-executor.js',
      'run-executor.js',
    ]);
  });

  it('a batch judges the other models where one cannot be judged', async () => {
    ws.write('models/churn/gates/evaluate.yaml', 'schema: modelgate.gates.evaluate/v1\ngates: 7\n');
    ws.write('models/credit-risk/gates/evaluate.yaml', 'schema: modelgate.gates.evaluate/v1\ngates: []\n');
    const run = await ws.nx(['run-many', '-t', 'evaluate']);
    expect(run.code).toBe(1);
    expect(run.all).toContain('models/churn/gates/evaluate.yaml:2:8  gates: expected a list, got 7');
    expect(tasks(run)).toMatchObject({ ran: ['credit-risk:evaluate'], failed: ['churn:evaluate'] });
  });
});
