import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools are no package; e2e uses the same environments
import { pythonWith } from '../../../../tools/workspace/python-environment.cjs';
import { evaluate } from '../stages/evaluate';
import { runStageTask, type StageCore } from '../stages/run-stage-task';
import { score } from '../stages/score';
import { openStage } from '../stages/stage-context';
import { train } from '../stages/train';
import { modelWorkspace, thresholdModel, type ModelWorkspace } from '../testing/model-workspace';
import { withExport } from './with-export';

const PYTHON = pythonWith(['mlflow-skinny', 'wandb']);
const MODEL = thresholdModel(
  '    for epoch in range(epochs): history.append({"loss": 1.0 / (epoch + 1)})\n    return {"at": 3}',
);
const EXPORTERS = { mlflow: { python: PYTHON }, wandb: { python: PYTHON } };

let ws: ModelWorkspace;
afterEach(() => ws.remove());

/** Runs a stage with these exporters in nx.json; gives what it said last. */
async function run(stage: 'train' | 'evaluate', core: StageCore, exporters: unknown) {
  const lines: string[] = [];
  const task = ws.task(stage, (line) => void lines.push(line));
  const nxJson = { plugins: ['other', { plugin: '@modelgate/nx', options: { exporters } }] };
  const { success } = await withExport(task, nxJson, () => runStageTask(task, openStage, core));
  return { success, lines: lines.filter((line) => line.includes('exported')) };
}

function ask(code: string): unknown {
  const env = { ...process.env, MLFLOW_ALLOW_FILE_STORE: 'true' };
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', code, ws.root], { encoding: 'utf8', env });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const READ_MLFLOW = `
import json, sys
from mlflow.tracking import MlflowClient
client = MlflowClient("file://" + sys.argv[1] + "/.modelgate/mlruns")
found = []
for run in client.search_runs([client.get_experiment_by_name("toy").experiment_id]):
    loss = [metric.value for metric in client.get_metric_history(run.info.run_id, "loss")]
    found.append({"status": run.info.status, "params": run.data.params, "metrics": run.data.metrics, "tags": run.data.tags, "loss": loss})
print(json.dumps(found))
`;

const READ_WANDB = `
import glob, json, sys
from wandb.proto import wandb_internal_pb2

def records(path):
    # LevelDB's log format after a head of 7 bytes: blocks of 32 KiB with parts of 4 bytes checksum, 2 length, 1 kind.
    data, at, record = open(path, "rb").read(), 7, b""
    while at + 7 <= len(data):
        if 32768 - at % 32768 < 7:
            at += 32768 - at % 32768
            continue
        length, kind = int.from_bytes(data[at + 4 : at + 6], "little"), data[at + 6]
        record += data[at + 7 : at + 7 + length]
        at += 7 + length
        if kind in (1, 4):
            yield wandb_internal_pb2.Record.FromString(record)
            record = b""

found = []
for path in sorted(glob.glob(sys.argv[1] + "/.modelgate/wandb/offline-run-*/*.wandb")):
    run, summary, loss = {}, {}, []
    for record in records(path):
        if record.HasField("run"):
            config = {item.key: json.loads(item.value_json) for item in record.run.config.update}
            run = {"job": record.run.job_type, "group": record.run.run_group, "project": record.run.project, "config": config}
        for item in record.summary.update:
            summary[item.key or item.nested_key[0]] = json.loads(item.value_json)
        loss += [json.loads(item.value_json) for item in record.history.item if (item.key or item.nested_key[0]) == "loss"]
    found.append({**run, "summary": summary, "loss": loss})
found.sort(key=lambda run: run["job"])
print(json.dumps(found))
`;

it('writes training and evaluation into one run of a real file store, and into offline runs of wandb', async () => {
  ws = modelWorkspace({
    ...MODEL,
    'models/toy/gates/evaluate.yaml':
      'schema: modelgate.gates.evaluate/v1\ngates: [ { metric: roc_auc, min: 0.5 } ]\n',
  });
  const trained = await run('train', train, EXPORTERS);
  expect(trained.success).toBe(true);
  expect(trained.lines).toEqual([
    expect.stringMatching(
      /^exported to mlflow: run [0-9a-f]{32} of experiment \d+ at file:\/\/.*\/.modelgate\/mlruns$/,
    ),
    expect.stringMatching(/^exported to wandb: .*\/.modelgate\/wandb\/offline-run-\S+$/),
  ]);
  await ws.run('score', score);
  expect((await run('evaluate', evaluate, EXPORTERS)).lines).toHaveLength(2);

  const tags = {
    'modelgate.project': 'toy',
    'modelgate.train': 'pass',
    // It gives no probabilities, so the gate on roc_auc has nothing to judge: a failed verdict is exported too.
    'modelgate.evaluate': 'fail',
    'modelgate.artifact': expect.stringMatching(/^[0-9a-f]{64}$/),
    'modelgate.input.models/toy/data/train.csv': expect.stringMatching(/^[0-9a-f]{64}$/),
  };
  expect(ask(READ_MLFLOW)).toEqual([
    {
      status: 'FINISHED',
      params: { epochs: '3', seed: '7', batch_size: expect.any(String) },
      metrics: expect.objectContaining({ accuracy: 1, 'cost.wall_seconds': expect.any(Number), loss: 1 / 3 }),
      tags: expect.objectContaining(tags),
      loss: [1, 1 / 2, 1 / 3],
    },
  ]);
  const group = expect.stringMatching(/^toy [0-9a-f]{12}$/);
  expect(ask(READ_WANDB)).toEqual([
    expect.objectContaining({
      job: 'evaluate',
      group,
      project: 'toy',
      summary: expect.objectContaining({ accuracy: 1 }),
    }),
    expect.objectContaining({
      job: 'train',
      group,
      config: expect.objectContaining({
        epochs: 3,
        modelgate: expect.objectContaining({ 'modelgate.train': 'pass' }),
      }),
      loss: [1, 1 / 2, 1 / 3],
    }),
  ]);
});

it('changes nothing where an exporter fails, and says it in one line', async () => {
  ws = modelWorkspace({ ...MODEL, file: '' });
  const { success, lines } = await run('train', train, {
    mlflow: { tracking_uri: 'http://127.0.0.1:9', python: PYTHON },
    wandb: { dir: 'file/below', python: PYTHON },
  });
  expect(success).toBe(true);
  expect(lines).toEqual([
    expect.stringMatching(/^not exported to mlflow: .*127.0.0.1/),
    expect.stringMatching(/^not exported to wandb: NotADirectoryError/),
  ]);
  expect(await run('train', train, { mlflow: { python: join(ws.root, 'no-python') } })).toMatchObject({
    success: true,
    lines: [expect.stringMatching(/^not exported to mlflow: .*ENOENT/)],
  });
});
