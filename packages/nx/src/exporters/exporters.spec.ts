import { readPluginOptions } from '../inference/plugin-options';
import { runStageTask } from '../stages/run-stage-task';
import { openStage } from '../stages/stage-context';
import { train } from '../stages/train';
import { modelWorkspace, thresholdModel, type ModelWorkspace } from '../testing/model-workspace';
import { ordersOf } from './export-run';
import { readRun } from './exported-run';
import { withExport } from './with-export';

describe('the option exporters', () => {
  it.each([
    [{}, undefined],
    [{ mlflow: {}, wandb: { dir: 'runs', project: 'p' } }, undefined],
    [[], 'exporters: expected a map with mlflow or wandb'],
    [{ mlfow: {} }, 'exporters.mlfow: no such exporter; known are mlflow, wandb'],
    [{ mlflow: true }, 'exporters.mlflow: expected a map, which may be empty'],
    [
      { mlflow: { uri: 'x' } },
      'exporters.mlflow.uri: no such option; known are tracking_uri, experiment, python',
    ],
    [{ wandb: { dir: '' } }, 'exporters.wandb.dir: expected a text'],
  ])('%j', (exporters, problem) => {
    const reading = readPluginOptions({ exporters });
    expect(reading.problem).toBe(problem && `nx.json  options of @modelgate/nx: ${problem}`);
    if (problem === undefined) expect(reading.options.exporters).toEqual(exporters);
  });

  it('makes folders absolute and leaves URIs as they are', () => {
    expect(ordersOf('/w', { mlflow: {}, wandb: { dir: 'runs' } }).map(({ options }) => options)).toEqual([
      { tracking_uri: 'file:///w/.modelgate/mlruns' },
      { dir: '/w/runs' },
    ]);
    const uris = ['https://mlflow.test', 'sqlite:///a.db', 'databricks', 'databricks://x', 'file:/a'];
    for (const tracking_uri of uris)
      expect(ordersOf('/w', { mlflow: { tracking_uri } })[0]?.options['tracking_uri']).toBe(tracking_uri);
  });
});

describe('the run that is exported', () => {
  let ws: ModelWorkspace;
  afterEach(() => ws.remove());

  it('is of now, with parameters, curve, cost and digests', async () => {
    ws = modelWorkspace(
      thresholdModel(
        '    for epoch in range(epochs): history.append(1.0 / (epoch + 1))\n    return {"at": 3}',
      ),
    );
    const before = new Date();
    await ws.run('train', train);
    const context = await openStage(ws.task('train', () => undefined));
    expect(await readRun(context, before)).toMatchObject({
      project: 'toy',
      stage: 'train',
      params: { epochs: 3, seed: 7 },
      metrics: { 'cost.wall_seconds': expect.any(Number) },
      history: { loss: [1, 1 / 2, 1 / 3] },
      tags: { 'modelgate.train': 'pass', 'modelgate.artifact': expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await readRun(context, new Date(Date.now() + 1000))).toBeUndefined();
  });

  it('is none where training failed, and no exporter is started', async () => {
    ws = modelWorkspace(thresholdModel('    raise ValueError("no")'));
    const lines: string[] = [];
    const task = ws.task('train', (line) => void lines.push(line));
    const nxJson = { plugins: [{ plugin: '@modelgate/nx', options: { exporters: { mlflow: {} } } }] };
    const { success } = await withExport(task, nxJson, () => runStageTask(task, openStage, train));
    expect(success).toBe(false);
    expect(lines.join('\n')).not.toContain('exported');
  });
});
