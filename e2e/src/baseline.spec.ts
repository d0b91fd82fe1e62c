import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, workspace, type Workspace } from './harness';
import { modelsWithBaselines, QUICK_MEASURE, rerun } from './models';

const MODEL = 'models/credit-risk';
const DATA_CODE = `${MODEL}/src/credit_risk/data.py`;

interface Metrics {
  candidate: Record<string, number>;
  baseline?: Record<string, number>;
}

describe('a baseline', () => {
  let ws: Workspace;
  const metrics = () => JSON.parse(ws.read(`dist/${MODEL}/evaluate/metrics.json`)) as Metrics;

  beforeAll(async () => {
    ws = workspace({ name: 'baseline' });
    await modelsWithBaselines(ws, ['credit-risk']);
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models');
  });
  afterAll(() => ws?.remove());

  it('is scored with the preprocessing that it was trained with, whatever the code is today', async () => {
    const before = metrics();
    expect(before.baseline).toEqual(before.candidate);
    const code = ws.read(DATA_CODE);
    ws.write(
      DATA_CODE,
      `${code}

_original = preprocess_features


def preprocess_features(table, statistics=None):
    """Loses one feature."""
    return [dict(row, income=0.0) for row in _original(table, statistics)]
`,
    );
    await ws.nx(['run', 'credit-risk:evaluate']);
    const after = metrics();
    expect(after.baseline).toEqual(before.baseline);
    expect(after.candidate['roc_auc']).toBeLessThan(Number(before.candidate['roc_auc']));
  });

  it('fails a worse candidate, naming metric, margin and both values', async () => {
    ws.replace(
      `${MODEL}/src/credit_risk/train.py`,
      'dict(zip(names, weights)), bias)',
      'dict.fromkeys(names, 0.0), bias)',
    );
    const run = await ws.nx(['run', 'credit-risk:evaluate']);
    expect(run.code).toBe(1);
    expect(run.all).toMatch(
      /accuracy 0\.\d+ is 0\.\d+ below the baseline's 0\.\d+; a drop of 0\.02 or more fails \(max_drop\)/,
    );
    const refused = await ws.nx(['generate', 'accept-baseline', 'credit-risk', '--reason=because']);
    expect(refused.code).toBe(1);
    expect(refused.all).toContain('evaluate failed');
    expect(ws.git('status', '--porcelain', `${MODEL}/baseline`)).toBe('');
  });

  it('is compared by the default gates where a model has no gates file', async () => {
    ws.git('rm', '--quiet', `${MODEL}/gates/evaluate.yaml`);
    ws.replace(
      `${MODEL}/src/credit_risk/train.py`,
      'dict(zip(names, weights)), bias)',
      'dict.fromkeys(names, 0.0), bias)',
    );
    const run = await ws.nx(['run', 'credit-risk:evaluate']);
    ws.git('reset', '--quiet', '--hard');
    expect(run.code).toBe(1);
    expect(run.all).toContain('a drop of 0.02 or more fails (max_drop)');
  });

  it('is accepted once: a second time changes nothing', async () => {
    expectCode(0, await ws.nx(['run', 'credit-risk:gate']));
    expectCode(0, await ws.nx(['generate', 'accept-baseline', MODEL, '--reason=again']));
    expect(ws.git('status', '--porcelain')).toBe('');
  });

  it('stays in the store where it is too large for git, and is found there by a clone that shares the store', async () => {
    ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 48');
    expectCode(0, await ws.nx(['run', 'credit-risk:gate']));
    const local = await ws.nx([
      'generate',
      'accept-baseline',
      'credit-risk',
      '--reason=large',
      '--inline-limit=0',
    ]);
    expect(local.code).toBe(1);
    expect(local.all).toContain('MODELGATE_STORE');

    const env = { MODELGATE_STORE: join(ws.root, '..', 'store') };
    expectCode(
      0,
      await ws.nx(['generate', 'accept-baseline', 'credit-risk', '--reason=large', '--inline-limit=0'], {
        env,
      }),
    );
    expect(existsSync(join(ws.root, MODEL, 'baseline/files'))).toBe(false);
    const head = ws.git('rev-parse', 'HEAD').trim();
    ws.commit('Accept a large baseline');
    const clone = ws.clone();
    try {
      const without = await clone.nx(['run', 'credit-risk:score']);
      expect(without.code).toBe(1);
      expect(without.all).toContain('the bytes of the baseline are not here');
      const run = expectCode(0, await clone.nx(['run', 'credit-risk:score'], { env }));
      expect(rerun(run, 'credit-risk')).toBe('C');
    } finally {
      clone.remove();
      ws.git('reset', '--quiet', '--hard', head);
    }
  });

  it('makes a flat file of numbers decide by the point estimate, where there are no bytes', async () => {
    ws.git('rm', '-r', '--quiet', `${MODEL}/baseline`);
    ws.write(
      `${MODEL}/baseline_metrics.json`,
      '{"accuracy":0.99,"precision":0.5,"auc":0.5,"latency_ms":1.2,"model_size_mb":0.0001}\n',
    );
    const run = await ws.nx(['run', 'credit-risk:gate']);
    expect(run.code).not.toBe(0);
    expect(run.all).toMatch(/accuracy 0\.\d+ is 0\.\d+ below the baseline's 0\.99/);
    expect(run.all).toContain('model_size_mb of baseline_metrics.json');
    ws.git('reset', '--quiet', '--hard');
  });

  it('of another evaluation set fails', async () => {
    ws.git('rm', '-r', '--quiet', `${MODEL}/baseline`);
    const flat = JSON.parse(ws.read(`${MODEL}/baseline_metrics.json`)) as {
      provenance: { evaluation_set: string };
    };
    flat.provenance.evaluation_set = 'a'.repeat(64);
    ws.write(`${MODEL}/baseline_metrics.json`, JSON.stringify(flat));
    const run = await ws.nx(['run', 'credit-risk:evaluate']);
    expect(run.code).toBe(1);
    expect(run.all).toContain('another evaluation set');
    ws.git('reset', '--quiet', '--hard');
  });
});

describe('a model without a baseline', () => {
  it('is judged by floors, and the report says how to accept the first one', async () => {
    const ws = workspace({ name: 'first' });
    try {
      expectCode(0, await ws.nx(['generate', 'ml-model', 'first']));
      ws.write('models/first/measure.yaml', QUICK_MEASURE);
      ws.write(
        'models/first/gates/evaluate.yaml',
        'schema: modelgate.gates.evaluate/v1\ngates:\n  - { metric: accuracy, min: 0.999, max_drop: 0.02 }\n',
      );
      const run = await ws.nx(['run', 'first:evaluate']);
      expect(run.code).toBe(1);
      expect(run.all).toContain('0.999');
      expect(run.all).toContain('nx generate @modelgate/nx:accept-baseline first --reason');
    } finally {
      ws.remove();
    }
  });
});
