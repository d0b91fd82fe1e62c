import { join } from 'node:path';
import { startMeasureProcess } from './measure-process';
import { runStage } from './run-stage';
import { tempProject, writeFiles, type TempProject } from './testing/temp-project';

let project: TempProject;
afterEach(() => project.remove());

const MODEL = { 'model/model.json': '{"cut": 0.5}' };
const run = (request = {}) => project.run('measure', { model_dir: join(project.root, 'model'), ...request });

describe('startMeasureProcess', () => {
  it('answers blocks of calls, more rows than there are too, and ends in order, twice if need be', async () => {
    project = tempProject(MODEL);
    const measured = await startMeasureProcess(run());
    const [one, many] = await Promise.all([
      measured.block({ batch_size: 1, calls: 5 }),
      measured.block({ batch_size: 64, calls: 3 }),
    ]);
    expect([one.length, many.length]).toEqual([5, 3]);
    expect([...one, ...many].every((seconds) => seconds > 0)).toBe(true);
    const result = await measured.stop();
    expect(result.load_seconds).toBeGreaterThan(0);
    expect(await measured.stop()).toEqual(result);
  });

  it('gives each call a fresh batch', async () => {
    project = tempProject({
      ...MODEL,
      'src/toy/evaluate.py': 'def predict(model, table): return [row.pop("x") for row in table]',
    });
    const measured = await startMeasureProcess(run());
    await expect(measured.block({ batch_size: 20, calls: 3 })).resolves.toHaveLength(3);
    await measured.stop();
  });

  it('tells of a model that cannot be loaded, and of one that fails in the middle', async () => {
    project = tempProject({ 'model/model.json': '{}' });
    await expect(startMeasureProcess(run())).rejects.toThrow("cannot be loaded: KeyError: 'cut'");
    writeFiles(project.root, {
      ...MODEL,
      'src/toy/evaluate.py': 'def predict(model, table): return [1 / (len(table) - 2)] * len(table)',
    });
    const measured = await startMeasureProcess(run());
    await measured.block({ batch_size: 1, calls: 1 });
    await expect(measured.block({ batch_size: 2, calls: 1 })).rejects.toThrow('ZeroDivisionError');
    await expect(measured.stop()).rejects.toThrow('toy.evaluate:predict failed: ZeroDivisionError');
  });

  it('takes figures of a fresh process with measure.once', async () => {
    project = tempProject(MODEL);
    const result = await runStage(run({ measure: { once: 16 } }));
    expect(result.load_seconds).toBeGreaterThan(0);
    expect(result.peak_rss_bytes).toBeGreaterThan(1_000_000);
  });
});
