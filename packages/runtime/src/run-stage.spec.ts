import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runStage } from './run-stage';
import type { StageRequestBody } from './stage-run';
import { npyOf, tempProject, type Files, type TempProject } from './testing/temp-project';

let project: TempProject;
afterEach(() => project.remove());

describe('train', () => {
  it('writes model, code, entry points, classes and history, and tells of every epoch', async () => {
    project = tempProject();
    const losses: unknown[] = [];
    const result = await runStage(
      project.run('train', {}, { onEvent: (event) => event.type === 'loss' && losses.push(event.loss) }),
    );
    expect(result).toMatchObject({
      rows: 40,
      classes: [0, 1],
      imported: ['src/toy/__init__.py', 'src/toy/data.py', 'src/toy/train.py'],
      opened: [],
      notes: [],
      history: { loss: [1, 0.5, 1 / 3] },
    });
    expect(result.cpu_seconds).toBeGreaterThan(0);
    expect(result.peak_rss_bytes).toBeGreaterThan(1_000_000);
    expect(losses).toEqual([1, 0.5, 1 / 3]);
    expect(readdirSync(project.out, { recursive: true }).sort()).toEqual([
      'classes.json',
      'code',
      'code/src',
      'code/src/toy',
      'code/src/toy/__init__.py',
      'code/src/toy/data.py',
      'code/src/toy/train.py',
      'entry.json',
      'history.json',
      'model',
      'model/model.json',
    ]);
    expect(project.json('entry.json')).toMatchObject({
      schema: 'modelgate.entry/v1',
      target: 'target',
      path: ['src'],
    });
    expect(readFileSync(join(project.out, 'classes.json'), 'utf8')).toBe('[\n  0,\n  1\n]\n');
    expect(readdirSync(dirname(project.out))).toEqual(['stage']);
    expect(existsSync(join(project.root, 'src/toy/__pycache__'))).toBe(false);
  });

  it('leaves out arguments that the function does not take, and takes a returned history', async () => {
    project = tempProject({
      'src/toy/train.py': `
def train_model(table, epochs, return_history=False):
    return {"cut": 5}, {"loss": [2.0, float("nan")], "accuracy": [0.5, 1]}
`,
      'src/toy/evaluate.py': undefined,
    });
    const params = { epochs: 2, batch_size: 8, seed: 7, rate: 0.1, epoch: 3 };
    const result = await runStage(project.run('train', { params }));
    expect(result.history).toEqual({ accuracy: [0.5, 1], loss: [2, null] });
    expect(result.notes).toEqual([
      'toy.train:train_model does not take batch_size, epoch (did you mean "epochs"?), rate, seed: left out',
    ]);
    // Without save_model the model is pickled.
    expect(readdirSync(join(project.out, 'model'))).toEqual(['model.pkl']);
  });

  it('tells which other files it imported and opened', async () => {
    project = tempProject({
      'src/toy/train.py': `
import toy.evaluate, pathlib, tempfile, os, sys, types
sys.modules["ops"] = types.ModuleType("ops")
sys.modules["ops"].__file__ = "_ops.py"
def train_model(table, *, epochs, batch_size, seed, history):
    here = pathlib.Path(__file__).parents[2]
    (here / "extra" / "table.json").read_text()
    (here / "made.txt").write_text("x")
    (here / "made.txt").read_text()
    open(os.devnull).close()
    return 1
`,
      'extra/table.json': '{}',
    });
    const result = await runStage(project.run('train'));
    expect(result.imported).toContain('src/toy/evaluate.py');
    // A module that a library made names a file that is nowhere.
    expect(result.imported).not.toContain('_ops.py');
    expect(result.opened).toEqual(['extra/table.json']);
  });

  it('takes the files of a pattern for data, and every other file beside them not', async () => {
    const row = (x: number, target: number) => `x,target\n${x},${target}\n`;
    project = tempProject({
      'data/parts/a.csv': row(1, 0),
      'data/parts/b.csv': row(9, 1),
      'data/parts/words.txt': 'a',
      'src/toy/data.py': `
import csv, glob, os
def load_data(path):
    open(os.path.join(os.path.dirname(path), "words.txt")).close()
    rows = []
    for name in sorted(glob.glob(path)):
        with open(name, newline="") as file:
            rows += [{"x": float(row["x"]), "target": int(row["target"])} for row in csv.DictReader(file)]
    return rows
def preprocess_features(table):
    return [row["x"] / 10 for row in table]
`,
    });
    const train = join(project.root, 'data/parts/*.csv');
    const files = ['a.csv', 'b.csv'].map((name) => join(project.root, 'data/parts', name));
    const result = await runStage(project.run('train', { data: { train, files, target: 'target' } }));
    expect(result).toMatchObject({ rows: 2, opened: ['data/parts/words.txt'] });
  });

  it('gives a saving function that wants a file a file, and loads it again', async () => {
    project = tempProject({
      'src/toy/train.py': `
import pickle
from toy.evaluate import predict, predict_proba
class Model:
    cut = 0.5
def train_model(table, *, epochs, batch_size, seed, history):
    return Model()
def save_model(model, path):
    with open(path, "wb") as file:
        pickle.dump(model.cut, file)
def load_model(path):
    model = Model()
    with open(path, "rb") as file:
        model.cut = pickle.load(file)
    return model
`,
    });
    const trained = await runStage(project.run('train'));
    expect(trained.notes).toEqual([
      'toy.train:save_model takes its path for a file: it was given model/model.bin',
    ]);
    const model_dir = join(project.out, 'model');
    expect(readdirSync(model_dir)).toEqual(['model.bin']);
    const loaded = await runStage(project.run('load-check', { model_dir }));
    expect(loaded.load_seconds).toBeGreaterThan(0);
  });
});

describe('train-smoke', () => {
  it('trains on a few rows, predicts, saves and loads, and leaves nothing', async () => {
    project = tempProject();
    const result = await runStage(project.run('train-smoke', { smoke: { rows: 12, predict_rows: 5 } }));
    expect(result.smoke).toEqual({
      trained_rows: 12,
      losses: [1, 0.5, 1 / 3],
      predicted_rows: 5,
      predictions: 5,
      predictions_valid: true,
      probability_range: [0.2, 0.9],
      reload_equal: true,
    });
    expect(readdirSync(project.out)).toEqual([]);
  });

  it.each([
    ['"yes"', 'row 1: "yes" (str) is none of the labels 0, 1'],
    ['float("nan")', 'row 1: nan (float) is none of the labels 0, 1'],
    ['None', 'row 1: None is none of the labels 0, 1'],
  ])('finds a prediction that is %s', async (value, bad) => {
    project = tempProject({
      'src/toy/evaluate.py': `def predict(model, table): return [${value} for row in table]`,
    });
    const result = await runStage(project.run('train-smoke', { smoke: { rows: 12, predict_rows: 5 } }));
    expect(result.smoke).toMatchObject({ predictions_valid: false, bad_prediction: bad });
  });

  it('finds a number of predictions that is wrong, and a model that is another one when it is loaded', async () => {
    project = tempProject({
      'src/toy/evaluate.py': `
calls = []
def predict(model, table):
    calls.append(1)
    return [len(calls) - 1] * (len(table) - 1)
`,
    });
    const result = await runStage(project.run('train-smoke', { smoke: { rows: 12, predict_rows: 5 } }));
    expect(result.smoke).toMatchObject({ predicted_rows: 5, predictions: 4, reload_equal: false });
  });
});

describe('score', () => {
  /** Scores into a folder beside the one of train, with the model that train wrote. */
  const scoreOf = (request: Partial<StageRequestBody>) =>
    runStage(
      project.run('score', {
        model_dir: join(project.out, 'model'),
        out: join(dirname(project.out), 'score'),
        score: { into: 'candidate', batch_size: 7 },
        ...request,
      }),
    );
  const scores = (file: string) => npyOf(join(dirname(project.out), 'score', file));

  async function trainedAndScored(files: Files, request: Partial<StageRequestBody> = {}) {
    project = tempProject(files);
    await runStage(project.run('train', request));
    return scoreOf(request);
  }

  it('writes truth, predictions and probabilities by index of the class', async () => {
    const result = await trainedAndScored({});
    expect(result).toMatchObject({ rows: 20, classes: [0, 1], positive: 1, probabilities: true });
    expect(result.user_metrics).toEqual({ hit_rate: expect.any(Number) });
    const truth = scores('truth.npy');
    const predictions = scores('candidate/predictions.npy');
    const probabilities = scores('candidate/probabilities.npy');
    const hits = truth.filter((label, row) => label === predictions[row]).length;
    expect(hits / 20).toBe(result.user_metrics?.['hit_rate']);
    expect(probabilities).toEqual(predictions.flatMap((label) => (label ? [1 - 0.9, 0.9] : [0.8, 0.2])));
  });

  it('keeps labels that are text, adds unknown ones, and lets a baseline only extend the classes', async () => {
    const text = (file: string) => file.replaceAll(',0\n', ',no\n').replaceAll(',1\n', ',yes\n');
    const files = (name: string) =>
      readFileSync(join(__dirname, 'testing/project/data', `${name}.csv`), 'utf8');
    const result = await trainedAndScored({
      'data/train.csv': text(files('train')),
      'data/test.csv': text(files('test')),
      'src/toy/data.py': `
import csv
def load_data(path):
    with open(path, newline="") as file:
        return [{**row, "x": float(row["x"])} for row in csv.DictReader(file)]
def preprocess_features(table):
    return [row["x"] / 10 for row in table]
`,
      'src/toy/evaluate.py': `
def predict(model, table): return ["maybe"] + ["no"] * (len(table) - 1)
def predict_proba(model, table): return [[0.25, 0.75]] * len(table)
`,
    });
    expect(result).toMatchObject({ classes: ['no', 'yes', 'maybe'], positive: 1, user_metrics: {} });
    const classes = ['no', 'yes', 'maybe'];
    const baseline = await scoreOf({ score: { into: 'baseline', classes: [...classes, 'perhaps'] } });
    expect(baseline.classes).toEqual([...classes, 'perhaps']);
    expect(scores('baseline/predictions.npy').slice(0, 2)).toEqual([2, 0]);
    expect(scores('baseline/probabilities.npy').slice(0, 4)).toEqual([0.25, 0.75, 0, 0]);
    expect(scores('candidate/probabilities.npy').slice(0, 8)).toEqual([0.25, 0.75, 0, 0, 0.25, 0.75, 0, 0]);
  });

  it('uses the methods of the model where there are no functions, and keeps NaN of a regression', async () => {
    const result = await trainedAndScored(
      {
        'src/toy/evaluate.py': undefined,
        'src/toy/train.py': `
class Model:
    def predict(self, features): return [float("nan")] + features[1:]
def train_model(table, **params): return Model()
`,
      },
      { task: 'regression' },
    );
    expect(result).toMatchObject({ rows: 20, probabilities: false, user_metrics: {} });
    expect(result.classes).toBeUndefined();
    const predictions = scores('candidate/predictions.npy');
    expect(predictions[0]).toBeNaN();
    expect(predictions[1]).toBeLessThan(1);
  });

  it('holds rows out of the training file where there is no test file', async () => {
    project = tempProject();
    const data = {
      train: join(project.root, 'data/train.csv'),
      target: 'target',
      split: { test: 0.25, seed: 3 },
    };
    const trained = await runStage(project.run('train', { data }));
    const result = await scoreOf({ data });
    expect([trained.rows, result.rows]).toEqual([30, 10]);
  });
});
