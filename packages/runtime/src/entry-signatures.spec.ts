import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runStage } from './run-stage';
import type { StageRequestBody } from './stage-run';
import { npyOf, tempProject, type Files, type TempProject } from './testing/temp-project';

let project: TempProject;
afterEach(() => project.remove());

const TRAIN = 'src/toy/train.py';
const EVALUATE = 'src/toy/evaluate.py';
const DATA = 'src/toy/data.py';

/** A model as a class with methods, as libraries have them. */
const MODEL = `
class Model:
    def fit(self, X, y):
        assert all(isinstance(x, float) for x in X), X
        self.cut = (sum(x for x, label in zip(X, y) if label) + sum(x for x, label in zip(X, y) if not label)) / len(X)
        return self
    def predict(self, X): return [int(x > self.cut) for x in X]
    def predict_proba(self, X): return [[0.2, 0.8] if x > self.cut else [0.9, 0.1] for x in X]
`;

/** Trains and scores; gives what both stages noted and scored, and the files of the model. */
async function trainedAndScored(files: Files, request: Partial<StageRequestBody> = {}) {
  project = tempProject(files);
  const trained = await runStage(project.run('train', request));
  const out = join(dirname(project.out), 'score');
  const model_dir = join(project.out, 'model');
  const scored = await runStage(
    project.run('score', { model_dir, out, score: { into: 'candidate' }, ...request }),
  );
  return {
    notes: [...trained.notes, ...scored.notes],
    metrics: scored.user_metrics,
    files: readdirSync(model_dir),
    imported: scored.imported,
    predictions: npyOf(join(out, 'candidate/predictions.npy')),
    probabilities: scored.probabilities ? npyOf(join(out, 'candidate/probabilities.npy')) : [],
  };
}

describe('a training function', () => {
  it.each([
    ['X, y', 'X, y'],
    ['features, target', 'features, target'],
    ['X_train, y_train', 'X_train, y_train'],
    ['train_features, train_labels', 'train_features, train_labels'],
  ])('that takes (%s) gets the prepared features and the target', async (_name, names) => {
    const [features = '', target = ''] = names.split(', ');
    const { notes, predictions } = await trainedAndScored({
      [TRAIN]: `${MODEL}
def train_model(${names}, epochs):
    return Model().fit(${features}, ${target})
`,
      [EVALUATE]: undefined,
    });
    expect(notes).toEqual(['toy.train:train_model does not take batch_size, history, seed: left out']);
    expect(new Set(predictions)).toEqual(new Set([0, 1]));
  });

  it('that takes (X, y) goes with a predict that takes the same X, and an evaluate_model(model, X, y)', async () => {
    const { predictions, probabilities, metrics } = await trainedAndScored({
      [TRAIN]: `${MODEL}
def train_model(X, y, **params):
    return Model().fit(X, y)
`,
      [EVALUATE]: `
def predict(model, X): return model.predict(X)
def evaluate_model(model, X_test, y_test):
    return {"hits": sum(a == b for a, b in zip(predict(model, X_test), y_test))}
`,
    });
    expect(predictions).toHaveLength(20);
    expect(probabilities).toHaveLength(40);
    expect(metrics).toEqual({ hits: expect.any(Number) });
  });

  it('that takes a table leaves predict its table, whatever its parameter is called', async () => {
    const { predictions } = await trainedAndScored({
      [EVALUATE]: 'def predict(model, X): return [int(row["x"] > 5) for row in X]',
    });
    expect(predictions).toHaveLength(20);
  });

  it('that takes a target with a default is given a table', async () => {
    const { predictions } = await trainedAndScored({
      [TRAIN]: `
class Model:
    def predict(self, rows): return [1] * len(rows)
def train_model(features, target="target", **params):
    assert features[0][target] in (0, 1)
    return Model()
`,
      [EVALUATE]: undefined,
    });
    expect(new Set(predictions)).toEqual(new Set([1]));
  });

  it('that gives more than the model gives the model first', async () => {
    const { notes, predictions } = await trainedAndScored({
      [TRAIN]: `${MODEL}
def train_model(X, y, **params): return Model().fit(X, y), {"accuracy": 1.0}
`,
      [EVALUATE]: undefined,
    });
    expect(notes).toEqual(['toy.train:train_model gives 2 values: the model is the first one']);
    expect(new Set(predictions)).toEqual(new Set([0, 1]));
  });

  it('gets what load_data gives, features and target apart or in one table', async () => {
    const { predictions, metrics } = await trainedAndScored({
      [DATA]: `
import csv
def load_data(path):
    with open(path) as file: rows = list(csv.DictReader(file))
    return [{"x": float(row["x"])} for row in rows], [int(row["target"]) for row in rows]
def preprocess_features(rows): return [row["x"] for row in rows]
`,
      [TRAIN]: `${MODEL}
def train_model(X, y, **params): return Model().fit(X, y)
`,
      [EVALUATE]: `
def evaluate_model(y_true, y_pred): return {"hits": sum(a == b for a, b in zip(y_true, y_pred))}
`,
    });
    expect(predictions).toHaveLength(20);
    expect(metrics).toEqual({ hits: expect.any(Number) });
  });

  it('without seed, epochs and the rest is called all the same, with one line', async () => {
    const { notes } = await trainedAndScored({
      [TRAIN]: `${MODEL}
def train_model(X, y): return Model().fit(X, y)
`,
      [EVALUATE]: undefined,
    });
    expect(notes).toEqual([
      'toy.train:train_model does not take batch_size, epochs, history, seed: left out',
    ]);
  });

  it('keeps a default of its own for what params.yaml does not set, and takes what it does', async () => {
    const { notes } = await trainedAndScored(
      {
        [TRAIN]: `${MODEL}
def train_model(X, y, epochs=400, batch_size=32, seed=1):
    assert (epochs, batch_size, seed) == (400, 8, 1), (epochs, batch_size, seed)
    return Model().fit(X, y)
`,
        [EVALUATE]: undefined,
      },
      { unset: ['epochs', 'seed'] },
    );
    expect(notes[0]).toBe(
      'toy.train:train_model keeps its own epochs=400, seed=1: params.yaml does not set it',
    );
  });

  it('that returns its history may take any other argument', async () => {
    project = tempProject({
      [TRAIN]: `
def train_model(table, return_history=False, **params):
    assert return_history and "history" not in params and params["seed"] == 7
    return {"cut": 5}, [0.5, 0.25]
`,
    });
    const { history, notes } = await runStage(project.run('train'));
    expect([history, notes]).toEqual([{ loss: [0.5, 0.25] }, []]);
  });
});

describe('saving and loading', () => {
  const saved = (save: string, load: string): Files => ({
    [TRAIN]: `
import os, pickle
from pathlib import Path
from toy.evaluate import predict
def train_model(table, **params): return 4.5
${save}
${load}
`,
    [EVALUATE]: 'def predict(model, table): return [int(row["x"] > model) for row in table]',
  });
  const DUMP = 'with open(path, "wb") as file: pickle.dump(model, file)';
  const LOAD = 'with open(path, "rb") as file: return pickle.load(file)';
  const BIN = 'toy.train:save_model takes its path for a file: it was given model/model.bin';

  it('a file, where a library says in words of its own that the folder is none', async () => {
    const refuse = 'if os.path.isdir(path): raise RuntimeError("open failed: Is a directory")';
    const { files, notes } = await trainedAndScored(
      saved(
        `def save_model(model, path):\n  ${refuse}\n  ${DUMP}`,
        `def load_model(path):\n  ${refuse}\n  ${LOAD}`,
      ),
    );
    expect(files).toEqual(['model.bin']);
    expect(notes).toContain(BIN);
  });

  it('loads from the name that save_model got, where that one completes it', async () => {
    const { files, predictions } = await trainedAndScored(
      saved(
        'def save_model(model, filename):\n  with open(filename + ".bin", "wb") as file: pickle.dump(model, file)',
        'def load_model(filename):\n  with open(filename + ".bin", "rb") as file: return pickle.load(file)',
      ),
    );
    expect(files).toEqual(['model.bin.bin']);
    expect(predictions).toHaveLength(20);
  });

  it('pickles a model that save_model would write and nothing would load', async () => {
    const { notes, files } = await trainedAndScored({
      [TRAIN]: `${MODEL}
def train_model(X, y, **params): return Model().fit(X, y)
def save_model(model, path): raise AssertionError("called")
`,
      [EVALUATE]: undefined,
    });
    expect(files).toEqual(['model.pkl']);
    expect(notes).toEqual([
      'there is no load_model, so the model is pickled here: toy.train:save_model is not called',
    ]);
  });

  it.each<[string, string, string, string[], string[]]>([
    [
      'names that say file are given a file at once',
      `def save_model(model, model_file):\n    assert not os.path.isdir(model_file)\n    path = model_file\n    ${DUMP}`,
      `def load_model(model_file):\n    assert os.path.isfile(model_file)\n    path = model_file\n    ${LOAD}`,
      ['model.bin'],
      [BIN],
    ],
    [
      'a file that turns out to be one',
      `def save_model(model, path):\n    ${DUMP}`,
      `def load_model(path):\n    ${LOAD}`,
      ['model.bin'],
      [BIN],
    ],
    [
      'a folder for saving, its only file for loading',
      `def save_model(model, directory):\n    path = os.path.join(directory, "m.pkl")\n    ${DUMP}`,
      `def load_model(path):\n    ${LOAD}`,
      ['m.pkl'],
      [],
    ],
    [
      'the same by name',
      `def save_model(model, directory):\n    path = os.path.join(directory, "m.pkl")\n    ${DUMP}`,
      `def load_model(filename):\n    assert os.path.isfile(filename)\n    path = filename\n    ${LOAD}`,
      ['m.pkl'],
      [],
    ],
    [
      'a folder with several files is a folder, whatever the name says',
      `def save_model(model, folder):\n    path = os.path.join(folder, "m.pkl")\n    open(os.path.join(folder, "more"), "w").close()\n    ${DUMP}`,
      `def load_model(file):\n    path = os.path.join(file, "m.pkl")\n    ${LOAD}`,
      ['m.pkl', 'more'],
      [],
    ],
    [
      'a Path where the annotation asks for one',
      `def save_model(model, path: Path) -> None:\n    (path / "m.pkl").write_bytes(pickle.dumps(model))`,
      `def load_model(path: "Path"):\n    return pickle.loads((path / "m.pkl").read_bytes())`,
      ['m.pkl'],
      [],
    ],
    ['neither function: the model is pickled', '', '', ['model.pkl'], []],
    [
      'load_model alone is not called, and said so',
      '',
      'def load_model(path): raise AssertionError(path)',
      ['model.pkl'],
      ['there is no save_model, so the model is pickled here: toy.train:load_model is not called'],
    ],
  ])('%s', async (_name, save, load, files, notes) => {
    const result = await trainedAndScored(saved(save, load));
    expect(result.files).toEqual(files);
    expect(result.notes).toEqual(notes);
    expect(new Set(result.predictions)).toEqual(new Set([0, 1]));
  });

  it('tells what is wrong with the file, not that the folder is none', async () => {
    project = tempProject({
      'model/m.pkl': 'no pickle',
      ...saved(`def save_model(model, path): pass`, `def load_model(path):\n    ${LOAD}`),
    });
    const loading = runStage(project.run('load-check', { model_dir: join(project.root, 'model') }));
    await expect(loading).rejects.toThrow(/cannot be loaded: UnpicklingError/);
  });
});

describe('a loading function', () => {
  it('gets a Path where its annotation asks for one', async () => {
    project = tempProject({
      [DATA]: `
from __future__ import annotations
import csv
from pathlib import Path
def load_data(path: Path):
    with path.open(newline="") as file:
        return tuple({"x": float(row["x"]), "target": int(row["target"])} for row in csv.DictReader(file))
def preprocess_features(table): return [row["x"] for row in table]
`,
    });
    expect((await runStage(project.run('train'))).rows).toBe(40);
  });
});

describe('without an evaluate module', () => {
  it('predicts with the model and the prepared features, and has no metrics of its own', async () => {
    const { predictions, probabilities, metrics, notes } = await trainedAndScored({
      [TRAIN]: `${MODEL}
def train_model(table, **params):
    return Model().fit([row["x"] / 10 for row in table], [row["target"] for row in table])
`,
      [EVALUATE]: undefined,
    });
    expect(predictions).toHaveLength(20);
    expect(probabilities.slice(0, 2).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
    expect([metrics, notes]).toEqual([{}, []]);
  });

  it.each([
    [
      'a tuple',
      'return table, 1',
      'expected the features of the table, which it is given without its target',
    ],
    ['nothing', 'pass', 'got None'],
    [
      'an error',
      'return [row["target"] for row in table]',
      "toy.data:preprocess_features failed: KeyError: 'target'",
    ],
  ])('says what is wrong with preprocess_features that gives %s', async (_name, body, text) => {
    const data = `
import csv
def load_data(path): return [{"x": float(row["x"]), "target": int(row["target"])} for row in csv.DictReader(open(path))]
def preprocess_features(table): ${body}
`;
    const stages = trainedAndScored({
      [DATA]: data,
      [TRAIN]: `${MODEL}\ndef train_model(table, **params): return Model()`,
      [EVALUATE]: undefined,
    });
    await expect(stages).rejects.toThrow(text);
  });
});

describe('metrics of the model itself', () => {
  it('leaves out what is no number, with a line, and keeps the rest', async () => {
    const { metrics, notes } = await trainedAndScored({
      [EVALUATE]: `
from decimal import Decimal
def predict(model, table): return [1] * len(table)
def evaluate_model(model, table):
    return {"recall": Decimal("0.5"), "rows": len(table), "confusion": [[1, 2], [3, 4]], "by_class": {"a": 1}, "none": None}
`,
    });
    expect(metrics).toEqual({ recall: 0.5, rows: 20, none: null });
    expect(notes).toEqual([
      'toy.evaluate:evaluate_model gives a list of 2 (list) for "confusion": left out, since a metric is a number',
      'toy.evaluate:evaluate_model gives a dict for "by_class": left out, since a metric is a number',
    ]);
  });
});
