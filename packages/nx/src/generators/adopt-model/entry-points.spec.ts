import { rmSync } from 'node:fs';
import { findEntryPoints } from './entry-points';
import { choosePythonPath } from './python-path';
import { folderWith, outlinesOf } from './testing/code-folder';

type Files = Record<string, string>;

async function entriesOf(files: Files) {
  const folder = folderWith(files);
  try {
    const outlines = await outlinesOf(folder, files);
    const modules = choosePythonPath(outlines);
    const { found, refused } = findEntryPoints(outlines, modules);
    return {
      path: modules.path,
      found: Object.fromEntries(
        Object.values(found).map(({ entry, target, plan }) => [entry, `${target} ${plan.call}`]),
      ),
      refused: Object.fromEntries(refused.map(({ entry, plan }) => [entry, plan.problem])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LOAD = 'def load_data(path): return []\n';

describe('sys.path', () => {
  it.each<[string, Files, string[]]>([
    [
      'modules in src that import each other',
      { 'src/data.py': LOAD, 'src/train.py': 'import data\n' },
      ['src'],
    ],
    ['modules in src without imports', { 'src/data.py': LOAD, 'src/train.py': '' }, ['src']],
    ['src as a package', { 'src/data.py': LOAD, 'src/train.py': 'from src.data import load_data\n' }, ['.']],
    [
      'a package in src',
      { 'src/c/__init__.py': '', 'src/c/data.py': LOAD, 'src/c/train.py': 'from .data import load_data\n' },
      ['src'],
    ],
    [
      'a package at the root',
      { 'c/__init__.py': '', 'c/data.py': LOAD, 'c/train.py': 'from c import data\n' },
      ['.'],
    ],
    ['modules beside the data', { 'data.py': LOAD, 'train.py': 'import data\n' }, ['.']],
    [
      'modules in a folder of another name',
      { 'code/data.py': LOAD, 'code/train.py': 'from data import load_data\n' },
      ['code'],
    ],
    [
      'two ways of importing',
      { 'src/data.py': 'import paths\n', 'src/paths.py': '', 'train.py': 'from src.data import x\n' },
      ['src', '.'],
    ],
  ])('of %s', async (_what, files, path) => {
    expect((await entriesOf(files)).path).toEqual(path);
  });
});

describe('functions', () => {
  it.each<[string, Files, Record<string, string>]>([
    [
      'of the convention',
      {
        'src/data.py': `${LOAD}def preprocess_features(table): return table\n`,
        'src/train.py':
          'def train_model(table, *, epochs, history): return 1\ndef save_model(model, dir): pass\ndef load_model(dir): return 1\n',
        'src/evaluate.py':
          'def evaluate_model(model, table): return {}\ndef predict(model, table): return []\n',
        'src/api.py': 'app = FastAPI()\n',
      },
      {
        load_data: 'data:load_data load_data(path)',
        preprocess_features: 'data:preprocess_features preprocess_features(table without target)',
        train: 'train:train_model train_model(table, epochs, history)',
        save_model: 'train:save_model save_model(model, folder)',
        load_model: 'train:load_model load_model(folder)',
        evaluate: 'evaluate:evaluate_model evaluate_model(model, table with target)',
        predict: 'evaluate:predict predict(model, table without target)',
        api: 'api:app ',
      },
    ],
    [
      'with common other names',
      {
        'pkg/io.py': 'def read(filename): return 1\n',
        'pkg/features.py': 'def transform(df): return df\n',
        'pkg/trainer.py': 'def fit(X, y, **params): return 1\n',
        'pkg/metrics.py': 'def score(clf, X, y): return {}\n',
        'pkg/server.py': 'api = Flask(__name__)\n@api.route("/")\ndef predict(body, version): pass\n',
      },
      {
        load_data: 'io:read read(path)',
        preprocess_features: 'features:transform transform(table without target)',
        train: 'trainer:fit fit(features, target, epochs, batch_size, seed)',
        evaluate: 'metrics:score score(model, features, target)',
        api: 'server:api ',
      },
    ],
    [
      'of other forms',
      {
        'data.py': 'def load_data(path):\n  return X, y\n',
        'train.py': 'def train_model(X, y):\n  return model, metrics\n',
        'evaluate.py': 'def evaluate(y_true, y_pred): return {}\n',
      },
      {
        load_data: 'data:load_data load_data(path)',
        train: 'train:train_model train_model(features, target)',
        evaluate: 'evaluate:evaluate evaluate(target, predictions)',
      },
    ],
  ])('%s are found', async (_what, files, found) => {
    expect((await entriesOf(files)).found).toEqual(found);
  });

  it.each<[string, string, string, string]>([
    ['a loader without a path', 'load_data', 'def load_data(): return 1', 'it takes no path, and the data'],
    [
      'a loader of four parts',
      'load_data',
      'def load_data(path):\n  return X_train, X_test, y_train, y_test',
      'it gives 4 values, and has to give the table',
    ],
    ['a training without a table', 'train', 'def train_model(): return 1', 'it takes no table'],
    [
      'a training with more to fill in',
      'train',
      'def train_model(table, depth): return 1',
      'it needs depth: give depth a default, or a value in params.yaml',
    ],
    [
      'metrics of predictions that come first',
      'evaluate',
      'def evaluate(y_pred, y_true): return {}',
      'it takes (y_pred, y_true, ...), and the model has to come first',
    ],
    [
      'a prediction without a model',
      'predict',
      'def predict(X): return []',
      'predict(X) does not take 2 arguments (model, table without target)',
    ],
    [
      'a model that comes second',
      'save_model',
      'def save_model(path, model): pass\ndef load_model(path): return 1',
      'it takes (path, model, ...), and the model has to come first',
    ],
  ])('%s is refused', async (_what, entry, code, problem) => {
    const { found, refused } = await entriesOf({ 'src/train.py': `${code}\n` });
    expect(found[entry]).toBeUndefined();
    expect(refused[entry]).toContain(problem);
  });

  it('that only load or only save are left out, since such a model is pickled', async () => {
    const { found, refused } = await entriesOf({ 'src/train.py': 'def load_model(path): return 1\n' });
    expect(found).toEqual({});
    expect(refused['load_model']).toContain('there is no save_model beside it, so the model is pickled');
  });
});
