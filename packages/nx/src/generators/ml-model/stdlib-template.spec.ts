import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ModelData } from './model-spec';
import { projectFiles } from './project-files';
import { syntheticData, type SyntheticTask } from './synthetic-data';

/** Calls the entry points as the stages do, and prints what came out. */
const SCRIPT = `
import ast, hashlib, json, os, pathlib, sys, tempfile, unittest
sys.path.insert(0, "src")
for file in pathlib.Path(".").rglob("*.py"):
    ast.parse(file.read_text(), feature_version=(3, 9))
from risk import api, data, evaluate, train

def digest(folder):
    return hashlib.sha256(b"".join(p.read_bytes() for p in sorted(pathlib.Path(folder).iterdir()))).hexdigest()

def trained(rows, folder, **params):
    history = []
    model = train.train_model(rows, history=history, seed=7, **params)
    os.makedirs(folder)
    train.save_model(model, folder)
    return model, history

table = data.load_data(sys.argv[1])
held_out = data.load_data(sys.argv[2])
folder = tempfile.mkdtemp()
first, history = trained(table, folder + "/1", epochs=50, batch_size=64)
trained(table, folder + "/2", epochs=50, batch_size=64)
smoke = trained(table[:100], folder + "/3", epochs=5, batch_size=32)[1]
loaded = train.load_model(folder + "/1")
features = [{key: value for key, value in row.items() if key != data.TARGET} for row in held_out]
predictions = evaluate.predict(loaded, features)
truth = [row[data.TARGET] for row in held_out]

os.environ["MODEL_DIR"] = folder + "/1"
def call(method, path, body=b""):
    import io
    status = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    content = b"".join(api.app(environ, lambda line, headers: status.append(line)))
    return [status[0], json.loads(content)]

tests = unittest.TextTestRunner(stream=open(os.devnull, "w")).run(unittest.defaultTestLoader.discover("tests"))
numeric = isinstance(predictions[0], float)
mean = sum(truth) / len(truth) if numeric else None
print(json.dumps({
    "rows": len(table),
    "columns": list(table[0]),
    "history": history,
    "smoke": smoke,
    "equal_bytes": digest(folder + "/1") == digest(folder + "/2"),
    "reload_equal": predictions == evaluate.predict(first, features),
    "accuracy": None if numeric else sum(a == b for a, b in zip(predictions, truth)) / len(truth),
    "r2": 1 - sum((a - b) ** 2 for a, b in zip(predictions, truth)) / sum((b - mean) ** 2 for b in truth) if numeric else None,
    "labels": None if numeric else sorted(set(predictions)),
    "probability_sums": [round(sum(row), 9) for row in evaluate.predict_proba(loaded, features[:5])] if not numeric else None,
    "own_metrics": evaluate.evaluate_model(loaded, held_out),
    "tests": [tests.testsRun, len(tests.failures) + len(tests.errors)],
    "weights": json.load(open(folder + "/1/model.json"))["weights"],
    "api": [call("GET", "/health"), call("POST", "/predict", json.dumps({"rows": features[:2]}).encode()), call("POST", "/predict", b"[]"), call("GET", "/x")],
    "two": predictions[:2],
}))
`;

interface Outcome {
  rows: number;
  columns: string[];
  history: number[];
  smoke: number[];
  equal_bytes: boolean;
  reload_equal: boolean;
  accuracy: number | null;
  r2: number | null;
  labels: unknown[] | null;
  probability_sums: number[] | null;
  own_metrics: Record<string, number>;
  tests: [number, number];
  weights: Record<string, number> | Record<string, number>[];
  api: [string, Record<string, unknown>][];
  two: unknown[];
}

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate template '))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the stdlib template', () => {
  it.each<[SyntheticTask, string]>([
    ['binary-classification', 'brier_score'],
    ['multiclass-classification', 'top_2_accuracy'],
    ['regression', 'largest_error'],
  ])('trains, predicts and tests itself: %s', (task, ownMetric) => {
    const { train, test } = syntheticData(task);
    const outcome = run(task, train, test);
    expect(outcome).toMatchObject({ rows: 400, equal_bytes: true, reload_equal: true, tests: [8, 0] });
    expect(outcome.history).toHaveLength(50);
    expect(outcome.history.at(-1)).toBeLessThan(outcome.history[0] ?? NaN);
    expect(outcome.smoke.at(-1)).toBeLessThan(outcome.smoke[0] ?? NaN);
    expect(Object.keys(outcome.own_metrics)).toEqual([ownMetric]);
    const quality = outcome.accuracy ?? outcome.r2 ?? NaN;
    expect(quality).toBeGreaterThan(0.85);
    expect(quality).toBeLessThan(0.96);
    if (outcome.probability_sums) expect(outcome.probability_sums).toEqual([1, 1, 1, 1, 1]);
  });

  it('answers over the web', () => {
    const { train, test } = syntheticData('binary-classification');
    const { api, two } = run('binary-classification', train, test);
    expect(api).toEqual([
      ['200 OK', { status: 'ok' }],
      ['200 OK', { predictions: two, probabilities: expect.any(Array) }],
      ['400 Bad Request', { error: 'expected {"rows": [{"column": value, ...}, ...]}' }],
      ['404 Not Found', { error: 'use POST /predict or GET /health' }],
    ]);
  });

  it.each<[SyntheticTask, (row: number) => string, unknown[]]>([
    ['binary-classification', (row) => (row % 3 === 0 ? 'non' : 'oui, "bien"'), ['non', 'oui, "bien"']],
    ['binary-classification', (row) => (row % 3 === 0 ? 'False' : 'True'), ['False', 'True']],
    ['multiclass-classification', (row) => ['10', '2', '30'][row % 3] ?? '', [2, 10, 30]],
  ])('learns from text, missing values and odd columns: %s', (task, label, labels) => {
    const outcome = run(task, oddCsv(300, label), oddCsv(90, label), { delimiter: ';' });
    expect(outcome.columns).toEqual(['Unnamed: 0', 'city', 'a "b"', 'empty', 'size', 'target']);
    expect(outcome).toMatchObject({
      equal_bytes: true,
      reload_equal: true,
      labels,
      tests: [8, 0],
      accuracy: 1,
    });
  });

  it('makes features of the 20 most frequent values of a text column', () => {
    const rows = Array.from({ length: 120 }, (_, row) => `c${row % 60 < 30 ? 0 : row % 60},${row % 2}`);
    const { weights } = run(
      'binary-classification',
      ['city,target', ...rows, ''].join('\n'),
      'city,target\nnew,1\n,0\n',
    );
    expect(Object.keys(weights)).toHaveLength(20);
    expect(Object.keys(weights)).toContain('city=c0');
  });

  it('stays finite with outliers and many columns', () => {
    const names = Array.from({ length: 150 }, (_, column) => `x${column}`);
    const rows = Array.from({ length: 130 }, (_, row) =>
      [...names.map((_name, column) => (row === 7 ? 1e9 : (row * (column + 3)) % 17)), row].join(','),
    );
    const csv = [[...names, 'target'].join(','), ...rows, ''].join('\n');
    const { history, r2 } = run('regression', csv, csv);
    expect(history.every((loss) => Number.isFinite(loss))).toBe(true);
    expect(history.at(-1)).toBeLessThan(history[0] ?? NaN);
    expect(r2).toBeGreaterThan(0);
  });
});

/** A column without a name, texts with quotes and delimiters, a column without values, numbers with gaps. */
function oddCsv(rows: number, label: (row: number) => string): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const city = ['"Köln; Süd"', 'Łódź', ''][row % 3];
    const quoted = `"${label(row).replace(/"/g, '""')}"`;
    return [
      row,
      city,
      row % 5 === 0 ? '' : row % 7,
      '',
      row % 11 === 0 ? 'NA' : `${row % 13}.5`,
      quoted,
    ].join(';');
  });
  return `\uFEFF${['""', 'city', '"a ""b"""', 'empty', 'size', 'target'].join(';')}\r\n${lines.join('\r\n')}\r\n`;
}

function run(task: SyntheticTask, train: string, test: string, more: Partial<ModelData> = {}): Outcome {
  const files = [
    { path: 'data/train.csv', content: train },
    { path: 'data/test.csv', content: test },
  ];
  const data: ModelData = {
    task,
    target: 'target',
    delimiter: ',',
    train: 'data/train.csv',
    test: 'data/test.csv',
    suite: '',
    files,
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
    template: 'stdlib' as const,
    environments: [],
    data,
  };
  for (const { path, content } of projectFiles(spec)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const output = execFileSync('python3', ['-B', '-c', SCRIPT, 'data/train.csv', 'data/test.csv'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const outcome: Outcome = JSON.parse(output);
  return outcome;
}
