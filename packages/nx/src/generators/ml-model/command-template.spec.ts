import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readNpy } from '@modelgate/gates';
import { runStage, startMeasureProcess, type StageRequestBody, type StageRun } from '@modelgate/runtime';
import type { ModelData } from './model-spec';
import { projectFiles } from './project-files';
import { syntheticData, type SyntheticTask } from './synthetic-data';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate command '))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TASKS: SyntheticTask[] = ['binary-classification', 'multiclass-classification', 'regression'];
const PARAMS = { epochs: 50, batch_size: 64, seed: 7, learning_rate: 0.5 };

describe('the command template', () => {
  it.each(TASKS)('trains, scores and is measured by its own program: %s', async (task) => {
    const { train, test } = syntheticData(task);
    const run = project(task, { 'data/train.csv': train, 'data/test.csv': test });
    const smoke = await runStage(
      run('train-smoke', { params: { ...PARAMS, epochs: 5 }, smoke: { rows: 100, predict_rows: 10 } }),
    );
    expect(smoke.smoke).toMatchObject({
      trained_rows: 100,
      predictions: 10,
      predictions_valid: true,
      reload_equal: true,
    });
    expect(smoke.smoke?.losses.at(-1)).toBeLessThan(Number(smoke.smoke?.losses[0]));

    const losses: unknown[] = [];
    const more: Partial<StageRun> = { onEvent: (event) => event.type === 'loss' && losses.push(event.loss) };
    const trained = await runStage(run('train', { params: PARAMS }, more));
    expect(trained.rows).toBe(400);
    expect(trained.history?.['loss']).toEqual(losses);
    const first = readFileSync(join(folder, 'out/model/model.json'));
    await runStage(run('train', { params: PARAMS }));
    expect(readFileSync(join(folder, 'out/model/model.json')).equals(first)).toBe(true);

    const scored = await runStage(run('score', { score: { into: 'candidate' } }));
    const array = (name: string) => readNpy(readFileSync(join(folder, 'out', name)));
    const truth = [...array('truth.npy').data];
    const predictions = array('candidate/predictions.npy').data;
    expect(truth).toHaveLength(scored.rows ?? NaN);
    const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
    const squares = (others: (row: number) => number) =>
      truth.reduce((sum, value, row) => sum + (value - others(row)) ** 2, 0);
    const quality =
      task === 'regression'
        ? 1 - squares((row) => predictions[row] ?? NaN) / squares(() => mean)
        : truth.filter((value, row) => value === predictions[row]).length / truth.length;
    expect(quality).toBeGreaterThan(0.85);
    expect(quality).toBeLessThan(0.97);
    if (task !== 'regression')
      expect(array('candidate/probabilities.npy').shape).toEqual([scored.rows, scored.classes?.length]);

    const measured = await startMeasureProcess(run('measure'));
    expect(await measured.block({ batch_size: 1, calls: 5 })).toHaveLength(5);
    expect(await measured.block({ batch_size: 300, calls: 2 })).toHaveLength(2);
    expect((await measured.stop()).load_seconds).toBeGreaterThan(0);
    const once = await runStage(run('measure', { measure: { once: 16 } }));
    expect(once.peak_rss_bytes).toBeGreaterThan(1_000_000);
    expect((await runStage(run('load-check'))).load_seconds).toBeGreaterThan(0);
    expect(readdirSync(folder).sort()).toEqual([
      '.gitattributes',
      'README.md',
      'data',
      'deploy.yaml',
      'expectations',
      'gates',
      'model.yaml',
      'out',
      'params.yaml',
      'src',
    ]);
  });

  it('holds rows of every class out by the seed, and reads gaps, quotes and text', async () => {
    const rows = Array.from({ length: 90 }, (_, row) =>
      [row % 7 === 0 ? 'NA' : row, '"Köln; ""Süd"""', row % 3 === 0 ? 'ja' : '"nein"'].join(';'),
    );
    const csv = `\uFEFFsize;city;target\r\n${rows.join('\r\n')}\r\n`;
    const run = project(
      'binary-classification',
      { 'data/train.csv': csv },
      { delimiter: ';', test: undefined },
    );
    const data = { train: join(folder, 'data/train.csv'), target: 'target', split: { test: 0.2, seed: 3 } };
    const trained = await runStage(run('train', { params: PARAMS, data }));
    expect(trained).toMatchObject({ rows: 72, classes: ['ja', 'nein'] });
    const scored = await runStage(run('score', { score: { into: 'candidate' }, data }));
    expect(scored).toMatchObject({ rows: 18, classes: ['ja', 'nein'], positive: 1 });
    const truth = readNpy(readFileSync(join(folder, 'out/truth.npy'))).data;
    expect(truth.filter((value) => value === 0)).toHaveLength(6);
  });

  it('keeps the classes that it is given in their places', async () => {
    const { train, test } = syntheticData('binary-classification');
    const run = project('binary-classification', { 'data/train.csv': train, 'data/test.csv': test });
    await runStage(run('train', { params: PARAMS }));
    const scored = await runStage(run('score', { score: { into: 'baseline', classes: [1, 0, 2] } }));
    expect(scored).toMatchObject({ classes: [1, 0, 2], positive: 0 });
  });

  it('tells of a mistake with its place', async () => {
    const run = project('binary-classification', { 'data/train.csv': 'a,target\n1,0\n2,1\n' });
    await expect(runStage(run('score', { score: { into: 'candidate' } }))).rejects.toThrow(
      /score of risk: Error: ENOENT: no such file or directory[^]*loadModel/,
    );
  });
});

/** Writes the project, and gives what makes runs of its stages. */
function project(task: SyntheticTask, files: Record<string, string>, more: Partial<ModelData> = {}) {
  const data: ModelData = {
    task,
    target: 'target',
    delimiter: ',',
    train: 'data/train.csv',
    test: 'data/test.csv',
    suite: '',
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    notes: [],
    warnings: [],
    ...more,
  };
  const spec = {
    name: 'risk',
    root: '.',
    owner: undefined,
    packageName: 'risk',
    packageIsNamed: false,
    template: 'command' as const,
    environments: [],
    data,
  };
  for (const { path, content } of projectFiles(spec)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  expect(readFileSync(join(folder, 'model.yaml'), 'utf8')).toContain('command: [ node, src/model.mjs ]');
  const out = join(folder, 'out');
  return (
    stage: StageRequestBody['stage'],
    request: Partial<StageRequestBody> = {},
    run: Partial<StageRun> = {},
  ): StageRun => ({
    request: {
      stage,
      project: 'risk',
      task,
      root: folder,
      path: ['src'],
      entry: {},
      named: [],
      command: ['node', 'src/model.mjs'],
      data: { train: join(folder, 'data/train.csv'), test: join(folder, 'data/test.csv'), target: 'target' },
      model_dir: join(out, 'model'),
      out,
      ...request,
    },
    env: process.env,
    projectPath: 'models/risk',
    ...run,
  });
}
