import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, workspace, type Workspace } from './harness';
import { QUICK_MEASURE, rerun } from './models';

const MODEL = 'models/scorer';
const CODE = `${MODEL}/src/model.mjs`;

interface Metrics {
  candidate: Record<string, number>;
  baseline?: Record<string, number>;
}

describe('a model that a command runs', () => {
  let ws: Workspace;
  /** No Python is looked for: a path that does not exist would be an error. */
  const env = { MODELGATE_PYTHON: '/nowhere/python3', MODELGATE_PYTHON_MINOR: 'none' };
  const nx = (...args: string[]) => ws.nx(args, { env });
  const metrics = () => JSON.parse(ws.read(`dist/${MODEL}/evaluate/metrics.json`)) as Metrics;

  beforeAll(async () => {
    ws = workspace({ name: 'command' });
    expectCode(0, await nx('generate', 'ml-model', 'scorer', '--template=command'));
    ws.write(`${MODEL}/measure.yaml`, QUICK_MEASURE);
    ws.commit('Add a model in Node.js');
    expectCode(0, await nx('run', 'scorer:gate'));
    expectCode(0, await nx('generate', 'accept-baseline', 'scorer', '--reason=first'));
    ws.commit('Accept the first baseline');
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models');
  });
  afterAll(() => ws?.remove());

  it('is evaluated and measured against a baseline that has all of its code', async () => {
    const run = expectCode(0, await nx('run', 'scorer:gate'));
    expect(rerun(run, 'scorer')).toBe('C E M B');
    expect(metrics().baseline).toEqual(metrics().candidate);
    expect(ws.read(`${MODEL}/baseline/files/code/src/model.mjs`)).toBe(ws.read(CODE));
    expect(JSON.parse(ws.read(`${MODEL}/baseline/files/entry.json`))).toMatchObject({
      command: { train: ['node', 'src/model.mjs'], score: ['node', 'src/model.mjs'] },
    });
    expect(existsSync(join(ws.root, MODEL, '.venv'))).toBe(false);
  });

  it('runs its baseline with the code of then, whatever the code is today', async () => {
    const before = metrics();
    ws.replace(CODE, 'const LIMIT = 5;', 'const LIMIT = 0.01;');
    const run = await nx('run', 'scorer:evaluate');
    expect(rerun(run, 'scorer')).toBe('S T C E');
    expect(metrics().baseline).toEqual(before.baseline);
    expect(metrics().candidate).not.toEqual(before.candidate);
  });

  it('is trained again by any file of its code, and by no other', async () => {
    expectCode(0, await nx('run', 'scorer:gate'));
    ws.write(`${MODEL}/README.md`, 'Another text.\n');
    ws.write(`${MODEL}/pyproject.toml`, '[project]\nname = "scorer"\n');
    expect(rerun(expectCode(0, await nx('run', 'scorer:gate')), 'scorer')).toBe('');
    ws.write(`${MODEL}/src/names.txt`, 'one\n');
    expect(rerun(expectCode(0, await nx('run', 'scorer:gate')), 'scorer')).toBe('S T C M B');
  });

  it('is packaged, deployed and rolled back by what was trained', async () => {
    expectCode(0, await nx('run', 'scorer:package'));
    expectCode(0, await nx('run', 'scorer:deploy', '--configuration=staging'));
    ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 49');
    ws.git('commit', '--quiet', '--all', '--message=Train less');
    expectCode(0, await nx('run', 'scorer:package'));
    expectCode(0, await nx('run', 'scorer:deploy', '--configuration=staging'));
    const run = expectCode(0, await nx('run', 'scorer:rollback', '--configuration=staging'));
    expect(run.all).toContain('staging runs');
    ws.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it.each([
    [
      'command: [ node, src/model.mjs ]',
      'command: [ rscript-of-nobody, src/model.R ]',
      'the command rscript-of-nobody is not found',
    ],
    [
      'command: [ node, src/model.mjs ]',
      'command: [ node, model.mjs ]',
      'the command ended without a result (exit code 1)',
    ],
    [
      'command: [ node, src/model.mjs ]',
      'command: { train: [ node, src/model.mjs ], score: [ node, x ] }',
      'expected load-check beside score',
    ],
    [
      'command: [ node, src/model.mjs ]',
      'command: node src/model.mjs',
      'expected a list: a program and its arguments',
    ],
  ])('says what is wrong with %s as %s', async (before, after, message) => {
    ws.replace(`${MODEL}/model.yaml`, before, after);
    const run = await nx('run', 'scorer:train');
    expect(run.code).not.toBe(0);
    expect(run.all).toContain(message);
    expect(run.all).toContain(`${MODEL}/model.yaml`);
  });

  it('refuses a program outside of its code, which nothing would hash', async () => {
    ws.write(`${MODEL}/tool.mjs`, ws.read(CODE));
    ws.replace(`${MODEL}/model.yaml`, 'src/model.mjs', 'tool.mjs');
    const run = await nx('run', 'scorer:train');
    expect(run.code).not.toBe(0);
    expect(run.all).toContain('opens tool.mjs, which is not one of its inputs');
    ws.write(`${MODEL}/model.yaml`, `${ws.read(`${MODEL}/model.yaml`)}train: { inputs: [tool.mjs] }\n`);
    expectCode(0, await nx('run', 'scorer:train'));
    expect(ws.read(`dist/${MODEL}/train/code/tool.mjs`)).toBe(ws.read(CODE));
  });

  it('refuses code of the workspace outside of the project, which no baseline would hold', async () => {
    ws.write('models/shared/model.mjs', ws.read(CODE));
    ws.replace(`${MODEL}/model.yaml`, 'src/model.mjs', '../shared/model.mjs');
    const run = await nx('run', 'scorer:train');
    expect(run.code).not.toBe(0);
    const line =
      ws
        .read(`${MODEL}/model.yaml`)
        .split('\n')
        .findIndex((text) => text.startsWith('command:')) + 1;
    expect(run.all).toContain(
      `${MODEL}/model.yaml:${line}:10  command: ../shared/model.mjs is not named by a path inside the project`,
    );
  });

  it('takes no data along that lies among its code', async () => {
    const data = ws.read(`${MODEL}/model.yaml`).match(/train: (data\/.*)/)?.[1] ?? '';
    ws.write(`${MODEL}/src/tables/rows.csv`, ws.read(`${MODEL}/${data}`));
    ws.write(`${MODEL}/src/tables/names.txt`, 'one\n');
    ws.replace(`${MODEL}/model.yaml`, `train: ${data}`, 'train: src/tables/rows.csv');
    expectCode(0, await nx('run', 'scorer:train'));
    expect(existsSync(join(ws.root, `dist/${MODEL}/train/code/src/tables/names.txt`))).toBe(true);
    expect(existsSync(join(ws.root, `dist/${MODEL}/train/code/src/tables/rows.csv`))).toBe(false);
  });
});

/** Trains with the functions of the model, as a program of its own. */
const TRAINER = `import json, os, sys
request = json.load(open(sys.argv[-1]))
sys.path.insert(0, "src")
from mixed import data, train
table = data.load_data(request["data"]["train"])
history = []
model = train.train_model(table, history=history, **request["params"])
folder = os.path.join(request["out"], "model")
os.makedirs(folder)
train.save_model(model, folder)
result = {"schema": "modelgate.stage-result/v1", "stage": "train", "cpu_seconds": 1, "peak_rss_bytes": 1}
result.update(rows=len(table), classes=model.classes, history={"loss": history})
json.dump(result, open(request["result"], "w"))
`;

describe('a model that a command trains and Python scores', () => {
  it('is one model: its baseline runs with the code of both', async () => {
    const ws = workspace({ name: 'mixed' });
    try {
      const folder = 'models/mixed';
      expectCode(0, await ws.nx(['generate', 'ml-model', 'mixed', '--template=stdlib']));
      ws.write(`${folder}/measure.yaml`, QUICK_MEASURE);
      ws.write(`${folder}/src/trainer.py`, TRAINER);
      ws.write(
        `${folder}/model.yaml`,
        `${ws.read(`${folder}/model.yaml`)}command: { train: [python3, src/trainer.py] }\n`,
      );
      ws.commit('Train by a command');
      expectCode(0, await ws.nx(['run', 'mixed:gate']));
      expectCode(0, await ws.nx(['generate', 'accept-baseline', 'mixed', '--reason=first']));
      expect(JSON.parse(ws.read(`${folder}/baseline/files/entry.json`))).toMatchObject({
        entry: { predict: 'mixed.evaluate:predict' },
        command: { train: ['python3', 'src/trainer.py'] },
      });
      ws.replace(`${folder}/src/mixed/data.py`, 'LIMIT = 5.0', 'LIMIT = 0.01');
      const run = await ws.nx(['run', 'mixed:evaluate']);
      expect(rerun(run, 'mixed')).toBe('S T C E');
      const { candidate, baseline } = JSON.parse(ws.read(`dist/${folder}/evaluate/metrics.json`)) as Metrics;
      expect(baseline).not.toEqual(candidate);
    } finally {
      ws.remove();
    }
  });
});
