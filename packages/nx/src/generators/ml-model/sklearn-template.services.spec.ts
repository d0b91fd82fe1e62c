import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools are no package; e2e uses the same environments
import { pythonWith } from '../../../../../tools/workspace/python-environment.cjs';
import type { ModelData } from './model-spec';
import { projectFiles } from './project-files';
import { syntheticData, type SyntheticTask } from './synthetic-data';

const PYTHON = pythonWith(['pandas>=2.0', 'polars', 'scikit-learn>=1.4']);

/** Calls the entry points as the stages do, and prints what came out. */
const SCRIPT = `
import ast, io, json, os, pathlib, sys, tempfile, unittest
sys.path.insert(0, "src")
for file in pathlib.Path(".").rglob("*.py"):
    ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
from risk import api, data, evaluate, train

def trained(table, folder, **params):
    history = []
    model = train.train_model(table, history=history, seed=7, **params)
    os.makedirs(folder)
    train.save_model(model, folder)
    return model, [float(loss) for loss in history]

table, held_out = data.load_data(sys.argv[1]), data.load_data(sys.argv[2])
folder = sys.argv[3]
first, history = trained(table, folder + "/1", epochs=50, batch_size=64)
smoke = trained(table[:100], folder + "/3", epochs=5, batch_size=32)[1]
loaded = train.load_model(folder + "/1")
features = held_out.drop(columns=data.TARGET)
predictions = evaluate.predict(loaded, features)
truth = held_out[data.TARGET]

os.environ["MODEL_DIR"] = folder + "/1"
def call(method, path, body=b""):
    status = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    content = b"".join(api.app(environ, lambda line, headers: status.append(line)))
    return [status[0], json.loads(content)]

rows = json.loads(features[:2].to_json(orient="records"))
partial = [dict(list(rows[0].items())[1:])]
tests = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.discover("tests"))
numeric = truth.dtype.kind == "f" or "Regressor" in type(loaded).__name__
print(json.dumps({
    "rows": len(table),
    "columns": list(table.columns),
    "history": history,
    "smoke": smoke,
    "reload_equal": (predictions == evaluate.predict(first, features)).tolist().count(False) == 0,
    "accuracy": None if numeric else float((predictions == truth).mean()),
    "r2": float(1 - ((predictions - truth) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()) if numeric else None,
    "labels": None if numeric else loaded.classes_.tolist(),
    "probability_sums": None if numeric else evaluate.predict_proba(loaded, features[:5]).sum(axis=1).round(9).tolist(),
    "own_metrics": {name: float(value) for name, value in evaluate.evaluate_model(loaded, held_out).items()},
    "tests": [tests.testsRun, len(tests.failures) + len(tests.errors)],
    "inputs": len(loaded.pipeline[0].get_feature_names_out() if numeric else loaded[0].get_feature_names_out()),
    "api": [call("GET", "/health"), call("POST", "/predict", json.dumps({"rows": rows}).encode()),
        call("POST", "/predict", json.dumps({"rows": partial}).encode()), call("POST", "/predict", b'{"rows": []}'), call("POST", "/predict", b"[]"), call("GET", "/x")],
    "two": predictions[:2].tolist(),
}))
`;

interface Outcome {
  rows: number;
  columns: string[];
  history: number[];
  smoke: number[];
  reload_equal: boolean;
  accuracy: number | null;
  r2: number | null;
  labels: unknown[] | null;
  probability_sums: number[] | null;
  own_metrics: Record<string, number>;
  tests: [number, number];
  inputs: number;
  api: [string, Record<string, unknown>][];
  two: unknown[];
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate template '))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the sklearn template', () => {
  it.each<[SyntheticTask, string]>([
    ['binary-classification', 'brier_score'],
    ['multiclass-classification', 'top_2_accuracy'],
    ['regression', 'largest_error'],
  ])('trains, predicts and tests itself, to the last bit alike in two processes: %s', (task, ownMetric) => {
    const { train, test } = syntheticData(task);
    const outcome = run(task, train, test, { into: 'a' });
    expect(outcome).toMatchObject({ rows: 400, reload_equal: true, tests: [7, 0] });
    expect(outcome.history).toHaveLength(50);
    expect(outcome.history.at(-1)).toBeLessThan(outcome.history[0] ?? NaN);
    expect(outcome.smoke.at(-1)).toBeLessThan(outcome.smoke[0] ?? NaN);
    expect(Object.keys(outcome.own_metrics)).toEqual([ownMetric]);
    expect(outcome.accuracy ?? outcome.r2).toBeGreaterThan(0.85);
    if (outcome.probability_sums) expect(outcome.probability_sums).toEqual([1, 1, 1, 1, 1]);

    run(task, train, test, { into: 'b' });
    const [first, second] = ['a', 'b'].map((name) => readFileSync(join(folder, name, '1/model.joblib')));
    expect(first?.equals(second ?? Buffer.of())).toBe(true);
  });

  it('answers over the web, also where a row has not all columns', () => {
    const { train, test } = syntheticData('binary-classification');
    const { api, two } = run('binary-classification', train, test);
    expect(api).toEqual([
      ['200 OK', { status: 'ok' }],
      ['200 OK', { predictions: two, probabilities: expect.any(Array) }],
      ['200 OK', { predictions: [expect.any(Number)], probabilities: expect.any(Array) }],
      ['200 OK', { predictions: [] }],
      ['400 Bad Request', { error: 'expected {"rows": [{"column": value, ...}, ...]}' }],
      ['404 Not Found', { error: 'use POST /predict or GET /health' }],
    ]);
  });

  it.each<[SyntheticTask, (row: number) => string, unknown[]]>([
    ['binary-classification', (row) => (row % 3 === 0 ? 'non' : 'oui, "bien"'), ['non', 'oui, "bien"']],
    ['binary-classification', (row) => (row % 3 === 0 ? 'False' : 'True'), [false, true]],
    ['multiclass-classification', (row) => ['10', '2', '30'][row % 3] ?? '', [2, 10, 30]],
  ])('learns from text, missing values and odd columns: %s', (task, label, labels) => {
    const outcome = run(task, oddCsv(300, label), oddCsv(90, label), { delimiter: ';' });
    expect(outcome.columns).toEqual(['Unnamed: 0', 'city', 'a "b"', 'empty', 'size', 'flag', 'target']);
    expect(outcome).toMatchObject({ reload_equal: true, labels, tests: [7, 0], accuracy: 1 });
  });

  it('makes features of the 20 most frequent values of a text column', () => {
    const rows = Array.from({ length: 120 }, (_, row) => `c${row % 60 < 30 ? 0 : row % 60},${row % 2}`);
    const csv = ['city,target', ...rows, ''].join('\n');
    expect(run('binary-classification', csv, 'city,target\nnew,1\n,0\n').inputs).toBe(20);
  });

  it('stays finite with outliers, infinite values and many columns', () => {
    const names = Array.from({ length: 150 }, (_, column) => `x${column}`);
    const cell = (row: number, column: number) =>
      row === 7 ? 1e9 : row === 9 && column === 3 ? 'inf' : (row * (column + 3)) % 17;
    const rows = Array.from({ length: 130 }, (_, row) =>
      [...names.map((_name, column) => cell(row, column)), row].join(','),
    );
    const csv = [[...names, 'target'].join(','), ...rows, ''].join('\n');
    const { history, r2 } = run('regression', csv, csv);
    expect(history.every((loss) => Number.isFinite(loss))).toBe(true);
    expect(history.at(-1)).toBeLessThan(history[0] ?? NaN);
    expect(Number.isFinite(r2)).toBe(true);
  });
});

/** A column without a name, texts with quotes and delimiters, a column without values, numbers and booleans with gaps. */
function oddCsv(rows: number, label: (row: number) => string): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const city = ['"Köln; Süd"', 'Łódź', ''][row % 3];
    const quoted = `"${label(row).replace(/"/g, '""')}"`;
    const size = row % 11 === 0 ? 'NA' : `${row % 13}.5`;
    const flag = ['True', 'False', ''][row % 7] ?? 'True';
    return [row, city, row % 5 === 0 ? '' : row % 7, '', size, flag, quoted].join(';');
  });
  return `\uFEFF${['""', 'city', '"a ""b"""', 'empty', 'size', 'flag', 'target'].join(';')}\r\n${lines.join('\r\n')}\r\n`;
}

function run(
  task: SyntheticTask,
  train: string,
  test: string,
  { delimiter = ',', into = 'models' }: { delimiter?: string; into?: string } = {},
): Outcome {
  const data: ModelData = {
    task,
    target: 'target',
    delimiter,
    train: 'data/train.csv',
    test: 'data/test.csv',
    suite: '',
    files: [
      { path: 'data/train.csv', content: train },
      { path: 'data/test.csv', content: test },
    ],
    notes: [],
    warnings: [],
  };
  const spec = {
    name: 'risk',
    root: '.',
    owner: undefined,
    packageName: 'risk',
    packageIsNamed: false,
    template: 'sklearn' as const,
    environments: [],
    data,
  };
  for (const { path, content } of projectFiles(spec)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  // A warning is an error: a template must not begin with one.
  const args = ['-B', '-W', 'error', '-c', SCRIPT, 'data/train.csv', 'data/test.csv', join(folder, into)];
  const output = execFileSync(PYTHON, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PYTHONHASHSEED: '7' },
  });
  const outcome: Outcome = JSON.parse(output);
  return outcome;
}
