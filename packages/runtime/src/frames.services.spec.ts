import { dirname, join } from 'node:path';
import type { Interpreter } from '@modelgate/contracts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools are no package; e2e uses the same environments
import { pythonWith } from '../../../tools/workspace/python-environment.cjs';
import { runStage } from './run-stage';
import type { StageRequestBody } from './stage-run';
import { npyOf, tempProject, type Files, type TempProject } from './testing/temp-project';

const interpreter: Interpreter = {
  path: pythonWith(['pandas>=2.0', 'polars', 'scikit-learn>=1.4']),
  version: '3',
  chosen_by: 'the test',
};

let project: TempProject;
afterEach(() => project.remove());

/** Runs train and score; gives what score found. */
async function judged(files: Files, request: Partial<StageRequestBody> = {}) {
  project = tempProject(files);
  const more = { interpreter };
  const trained = await runStage(project.run('train', request, more));
  const out = join(dirname(project.out), 'score');
  const score = { into: 'candidate', batch_size: 7 } as const;
  const model_dir = join(project.out, 'model');
  const scored = await runStage(project.run('score', { model_dir, out, score, ...request }, more));
  return {
    model_dir,
    classes: scored.classes,
    history: trained.history,
    metrics: scored.user_metrics,
    notes: [...trained.notes, ...scored.notes],
    predictions: npyOf(join(out, 'candidate/predictions.npy')),
    probabilities: scored.probabilities ? npyOf(join(out, 'candidate/probabilities.npy')) : undefined,
  };
}

const csv = (rows: number, label: (x: number) => string | number) =>
  `x,city,target\n${Array.from({ length: rows }, (_, row) => `${row % 10},${row % 4 ? 'Köln' : ''},${label(row % 10)}\n`).join('')}`;
const dataOf = (label: (x: number) => string | number) => ({
  'data/train.csv': csv(40, label),
  'data/test.csv': csv(20, label),
});
const YES_NO = dataOf((x) => (x > 4 ? 'yes' : 'no'));

const LOAD: Record<string, string> = {
  pandas: 'import pandas\ndef load_data(path): return pandas.read_csv(path)\n',
  'pandas with its own text type':
    'import pandas\ndef load_data(path): return pandas.read_csv(path, dtype={"city": "string", "target": "category"})\n',
  'pandas with an index':
    'import pandas\ndef load_data(path):\n    frame = pandas.read_csv(path)\n    frame.index = [f"row {i}" for i in range(len(frame))]\n    return frame\n',
  polars: 'import polars\ndef load_data(path): return polars.read_csv(path)\n',
  'a list of dicts':
    'import csv\ndef load_data(path): return [{**row, "x": float(row["x"])} for row in csv.DictReader(open(path, encoding="utf-8"))]\n',
};

/** What preprocess_features can make of each kind of table. */
const PREPARE: Record<string, [string, string][]> = {
  pandas: [
    ['a frame', 'return table[["x"]]'],
    ['an array', 'return table[["x"]].to_numpy()'],
    ['a list', 'return table[["x"]].values.tolist()'],
  ],
  polars: [
    ['a frame', 'return table.select("x")'],
    ['an array', 'return table.select("x").to_numpy()'],
  ],
  'a list of dicts': [
    ['a list', 'return [[row["x"]] for row in table]'],
    ['an array', 'import numpy\n    return numpy.array([[row["x"]] for row in table])'],
  ],
};

const LOGISTIC = `
from sklearn.linear_model import LogisticRegression
def train_model(X, y, seed):
    assert "target" not in getattr(X, "columns", [])
    return LogisticRegression(random_state=seed, C=1e6, max_iter=1000).fit(X, y)
`;

describe('a model of scikit-learn without an evaluate module', () => {
  const cases = Object.entries(PREPARE).flatMap(([table, ways]) =>
    ways.map(([way, body]): [string, string, string] => [table, way, body]),
  );
  it.each([
    ...cases,
    ...['pandas with its own text type', 'pandas with an index'].map((table): [string, string, string] => [
      table,
      'a frame',
      'return table[["x"]]',
    ]),
  ])('%s, preprocess_features gives %s', async (table, _way, body) => {
    const { classes, predictions, probabilities, notes, model_dir } = await judged({
      ...YES_NO,
      'src/toy/data.py': `${LOAD[table]}def preprocess_features(table):\n    ${body}\n`,
      'src/toy/train.py': LOGISTIC,
      'src/toy/evaluate.py': undefined,
    });
    expect(classes).toEqual(['no', 'yes']);
    expect(predictions).toEqual(Array.from({ length: 20 }, (_, row) => (row % 10 > 4 ? 1 : 0)));
    expect(probabilities).toHaveLength(40);
    expect(notes).toEqual(['toy.train:train_model does not take batch_size, epochs, history: left out']);

    const smoke = { rows: 12, predict_rows: 5 };
    const smoked = await runStage(project.run('train-smoke', { smoke }, { interpreter }));
    expect(smoked.smoke).toMatchObject({ predictions_valid: true, reload_equal: true });
    await runStage(project.run('measure', { model_dir, measure: { once: 4 } }, { interpreter }));
  });
});

describe('what predict and evaluate_model give', () => {
  const project = (evaluate: string): Files => ({
    ...YES_NO,
    'src/toy/data.py': LOAD['pandas'],
    'src/toy/train.py': `
import numpy
def train_model(table, history, epochs):
    for epoch in range(epochs):
        history.append({"loss": numpy.float32(1 / (epoch + 1)), "accuracy": numpy.float64(0.5)})
    return {"cut": 4}
`,
    'src/toy/evaluate.py': `import numpy, pandas, polars\n${evaluate}\n`,
  });

  it.each([
    ['an array of texts', 'return numpy.where(table["x"] > 4, "yes", "no")'],
    ['an array of objects', 'return numpy.where(table["x"] > 4, "yes", "no").astype(object)'],
    ['an array of bytes', 'return numpy.where(table["x"] > 4, b"yes", b"no")'],
    ['a column', 'return numpy.where(table["x"] > 4, "yes", "no").reshape(-1, 1)'],
    ['a series', 'return table["x"].map(lambda x: "yes" if x > 4 else "no")'],
    ['a categorical series', 'return table["x"].map(lambda x: "yes" if x > 4 else "no").astype("category")'],
    ['a frame', 'return pandas.DataFrame({"p": numpy.where(table["x"] > 4, "yes", "no")})'],
    ['a series of polars', 'return polars.Series(numpy.where(table["x"] > 4, "yes", "no").tolist())'],
    [
      'a frame of polars',
      'return polars.DataFrame({"p": numpy.where(table["x"] > 4, "yes", "no").tolist()})',
    ],
    ['a list of scalars', 'return [numpy.str_("yes") if x > 4 else numpy.str_("no") for x in table["x"]]'],
    ['a generator', 'return ("yes" if x > 4 else "no" for x in table["x"])'],
  ])('labels as %s', async (_name, body) => {
    const { classes, predictions, history } = await judged(
      project(`def predict(model, table):\n    ${body}`),
    );
    expect(classes).toEqual(['no', 'yes']);
    expect(predictions).toEqual(Array.from({ length: 20 }, (_, row) => (row % 10 > 4 ? 1 : 0)));
    expect(history).toEqual({ accuracy: [0.5, 0.5, 0.5], loss: [1, 0.5, Math.fround(1 / 3)] });
  });

  it.each([
    ['an array of two columns', 'return numpy.stack([1 - p, p], axis=1)'],
    ['one number a row', 'return p'],
    ['one column', 'return p.reshape(-1, 1)'],
    ['32-bit numbers', 'return numpy.stack([1 - p, p], axis=1).astype("float32")'],
    ['a frame', 'return pandas.DataFrame({"no": 1 - p, "yes": p})'],
    ['a frame of polars', 'return polars.DataFrame({"no": 1 - p, "yes": p})'],
    ['a list of arrays', 'return [numpy.array([1 - q, q]) for q in p]'],
  ])('probabilities as %s', async (_name, body) => {
    const { probabilities } = await judged(
      project(`
def predict(model, table): return ["yes"] * len(table)
def predict_proba(model, table):
    p = table["x"].to_numpy() / 16
    ${body}`),
    );
    expect(probabilities?.slice(0, 6)).toEqual([1, 0, 15 / 16, 1 / 16, 14 / 16, 2 / 16]);
  });

  it('metrics as scalars of numpy', async () => {
    const { metrics, notes } = await judged(
      project(`
def predict(model, table): return ["yes"] * len(table)
def evaluate_model(model, table):
    return {"a": numpy.float32(0.5), "b": numpy.int64(3), "c": numpy.array(0.25), "d": numpy.float64("nan"), "e": numpy.eye(2)}
`),
    );
    expect(metrics).toEqual({ a: 0.5, b: 3, c: 0.25, d: null });
    expect(notes.at(-1)).toBe(
      'toy.evaluate:evaluate_model gives a ndarray for "e": left out, since a metric is a number',
    );
  });
});

describe('a regression', () => {
  it.each(['pandas', 'polars'])('on %s takes (X, y) in every function', async (table) => {
    const { predictions, metrics, probabilities } = await judged(
      {
        ...dataOf((x) => 2 * x + 1),
        'src/toy/data.py': `${LOAD[table]}def preprocess_features(table): return table[["x"]].to_numpy()\n`,
        'src/toy/train.py': `
import joblib
from sklearn.linear_model import LinearRegression
def train_model(X_train, y_train): return LinearRegression().fit(X_train, y_train)
def save_model(model, path): joblib.dump(model, path)
def load_model(path): return joblib.load(path)
`,
        'src/toy/evaluate.py': `
from sklearn.metrics import r2_score
def predict(model, X): return model.predict(X)
def evaluate_model(model, X_test, y_test): return {"own_r2": r2_score(y_test, predict(model, X_test))}
`,
      },
      { task: 'regression' },
    );
    predictions.forEach((value, row) => expect(value).toBeCloseTo(2 * (row % 10) + 1));
    expect(metrics?.['own_r2']).toBeCloseTo(1);
    expect(probabilities).toBeUndefined();
  });
});
