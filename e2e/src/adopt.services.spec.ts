import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pythonWith } from '../../tools/workspace/python-environment.cjs';
import { copyFixture } from './fixtures';
import { expectCode, tasks, workspace, type Workspace } from './harness';
import { QUICK_MEASURE } from './models';

const PACKAGES = ['scikit-learn>=1.4', 'pandas>=2.0', 'xgboost-cpu', 'onnxruntime', 'skl2onnx'];

interface Adoption {
  fixture: string;
  root: string;
  /** Lines that adopt-model prints, and lines of the model.yaml that it writes. */
  says: string[];
  writes: string[];
  metric: string;
  /** What the metric is at least, or below for an error. */
  holds: (value: number) => boolean;
}

const ADOPTIONS: Adoption[] = [
  {
    fixture: 'credit-sklearn',
    root: 'models/credit',
    says: [
      'the target is "default": src/data.py:5 names it',
      'train src.train:train_model (src/train.py:13) is called train_model(features, target, seed)',
      'packages from pyproject.toml, with the extras train',
      'quality, lint: ruff (pyproject.toml)',
      'quality, typecheck: mypy (pyproject.toml)',
      'the package is src',
    ],
    writes: ['path: [ . ]', 'package: src', 'extras: [ train ]', 'quality: [ lint, typecheck, test ]'],
    metric: 'accuracy',
    holds: (value) => value > 0.8,
  },
  {
    fixture: 'churn-xgboost',
    root: 'models/churn',
    says: [
      'the target is "income"',
      'the task is regression',
      'load_data churn.dataset:read_data',
      'train churn.training:fit',
      'evaluate churn.metrics:evaluate',
      'train.inputs gets settings.json: src/churn/config.py:4 names it',
    ],
    writes: ['task: regression', 'train: churn.training:fit', '- settings.json'],
    metric: 'rmse',
    holds: (value) => value < 30_000,
  },
  {
    fixture: 'risk-onnx',
    root: 'models/risk',
    says: [
      'the target is "default": pipeline.py:31 takes it',
      'load_data pipeline:load (pipeline.py:22)',
      'predict_proba pipeline:predict_proba',
    ],
    writes: ['path: [ . ]', 'package: ""', 'train: pipeline:train_model'],
    metric: 'roc_auc',
    holds: (value) => value > 0.85,
  },
];

describe('models of libraries, as people have them', () => {
  let ws: Workspace;
  const env = { MODELGATE_PYTHON: pythonWith(PACKAGES) };
  beforeAll(async () => {
    ws = workspace({ name: 'adopt-libraries' });
    expectCode(0, await ws.nx(['generate', '@modelgate/nx:init']));
  });
  afterAll(() => ws?.remove());

  it.each(ADOPTIONS)('$fixture goes from zero to evaluate and benchmark', (adoption) =>
    run(ws, adoption, env),
  );
});

const TORCH: Adoption = {
  fixture: 'credit-torch',
  root: 'models/credit',
  says: [
    'load_data data:load_dataset',
    'train train:train (src/train.py:11) is called train(table, epochs, seed, return_history)',
    'predict evaluate:predict',
  ],
  writes: ['load_data: data:load_dataset', 'train: train:train'],
  metric: 'accuracy',
  holds: (value) => value > 0.8,
};

describe('a PyTorch model', () => {
  const { python, missing } = pythonWithTorch();
  if (missing !== undefined) console.warn(`credit-torch is not run: ${missing}`);
  (python === undefined ? it.skip : it)('goes from zero to evaluate and benchmark', async () => {
    const ws = workspace({ name: 'adopt-torch' });
    try {
      expectCode(0, await ws.nx(['generate', '@modelgate/nx:init']));
      await run(ws, TORCH, { MODELGATE_PYTHON: python });
    } finally {
      ws.remove();
    }
  });
});

async function run(ws: Workspace, adoption: Adoption, env: NodeJS.ProcessEnv): Promise<void> {
  const { fixture, root, says, writes, metric, holds } = adoption;
  const name = root.split('/')[1] ?? '';
  cpSync(join(__dirname, '../fixtures/credit-stdlib/data'), join(ws.root, root, 'data'), { recursive: true });
  copyFixture(ws, fixture, root);
  const adopted = expectCode(0, await ws.nx(['generate', 'adopt-model', root], { env }));
  for (const text of says) expect(adopted.all).toContain(text);
  for (const text of writes) expect(ws.read(`${root}/model.yaml`)).toContain(text);
  expect(adopted.all).not.toContain('To do:\n  no function');
  ws.write(`${root}/measure.yaml`, QUICK_MEASURE);
  ws.commit(`Adopt ${root}`);

  const judged = expectCode(0, await ws.nx(['run-many', '-t', 'evaluate', 'benchmark', '-p', name], { env }));
  expect(tasks(judged).failed).toEqual([]);
  const metrics = JSON.parse(ws.read(`dist/${root}/evaluate/metrics.json`)) as {
    candidate: Record<string, number>;
  };
  expect(holds(metrics.candidate[metric] ?? NaN)).toBe(true);
  expect(ws.git('status', '--porcelain')).toBe('');
  expect(ws.git('log', '-1', '--format=', '--name-only').trim().split('\n').sort()).toEqual(
    ['gates/benchmark.yaml', 'gates/evaluate.yaml', 'measure.yaml', 'model.yaml'].map(
      (path) => `${root}/${path}`,
    ),
  );
}

/** A Python with PyTorch for the CPU. MODELGATE_TEST_TORCH names one that is there; else one is made where that is small. */
function pythonWithTorch(): { python?: string; missing?: string } {
  const named = process.env['MODELGATE_TEST_TORCH'];
  if (named !== undefined) return { python: named };
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { python: pythonWith(['torch', 'numpy', 'pandas>=2.0']) };
  const index = 'https://download.pytorch.org/whl/cpu';
  try {
    execFileSync('curl', ['--silent', '--fail', '--head', '--max-time', '10', `${index}/torch/`]);
  } catch {
    return {
      missing:
        `PyPI's wheels for this platform bring CUDA (several GB), and ${index}, which has the ones for the CPU, cannot be ` +
        'reached; MODELGATE_TEST_TORCH names a Python that has torch, numpy and pandas',
    };
  }
  return { python: pythonWith(['--extra-index-url', index, 'torch', 'numpy', 'pandas>=2.0']) };
}
