import { UserError } from '@modelgate/contracts';
import { runStage } from './run-stage';
import type { StageRequestBody, StageRun } from './stage-run';
import { tempProject, type Files, type TempProject } from './testing/temp-project';

let project: TempProject;
afterEach(() => project.remove());

const TRAIN = 'src/toy/train.py';
const EVALUATE = 'src/toy/evaluate.py';
const training = (body: string) => `def train_model(table, **params):\n    ${body}\n`;

/** The message of a stage that fails. */
async function failureOf(
  files: Files,
  stage: StageRequestBody['stage'] = 'train',
  request: Partial<StageRequestBody> = {},
  more: Partial<StageRun> = {},
): Promise<string> {
  project = tempProject(files);
  const error: unknown = await runStage(project.run(stage, request, more)).catch((reason: unknown) => reason);
  if (!(error instanceof UserError)) throw error;
  return error.message.replaceAll(project.root, '<root>');
}

describe('the one message of a stage that fails', () => {
  it.each<[string, Files, string[]]>([
    [
      'a function that raises',
      { [TRAIN]: training('return 1 / 0') },
      [
        'models/toy/src/toy/train.py:2  train of toy: toy.train:train_model failed: ZeroDivisionError: division by zero',
        '    File "src/toy/train.py", line 2, in train_model\n      return 1 / 0',
        'fix:',
      ],
    ],
    [
      'sys.exit',
      { [TRAIN]: training('import sys; sys.exit(3)') },
      ['train of toy: toy.train:train_model failed: it called sys.exit(3)'],
    ],
    [
      'KeyboardInterrupt',
      { [TRAIN]: training('raise KeyboardInterrupt') },
      ['toy.train:train_model failed: KeyboardInterrupt'],
    ],
    [
      'endless recursion',
      { [TRAIN]: `def deeper(depth):\n    return deeper(depth + 1)\n${training('return deeper(0)')}` },
      ['models/toy/src/toy/train.py:2', 'RecursionError: maximum recursion depth exceeded', '...'],
    ],
    [
      'a request for more memory than there is',
      { [TRAIN]: training('return bytearray(1 << 62)') },
      ['toy.train:train_model failed: MemoryError'],
    ],
    [
      'os._exit',
      { [TRAIN]: training('import os; print("last words"); os._exit(3)') },
      [
        'train of toy ended without a result in toy.train:train_model (exit code 3)',
        'the last lines that it printed are\n    last words',
      ],
    ],
    [
      'a crash in native code',
      { [TRAIN]: training('import os; os.abort()') },
      [
        'train of toy crashed in toy.train:train_model (SIGABRT)',
        'models/toy/src/toy/train.py:2',
        'it was here',
      ],
    ],
    [
      'a kill',
      { [TRAIN]: training('import os, signal; os.kill(os.getpid(), signal.SIGKILL)') },
      ['train of toy was killed in toy.train:train_model (SIGKILL)', 'memory runs out'],
    ],
    [
      'bytes on the pipe of the events',
      { [TRAIN]: training('import os, time; os.write(3, b"hello\\n"); time.sleep(60)') },
      ['train of toy sent an event that cannot be read in toy.train:train_model: "hello" is no JSON'],
    ],
    [
      'no model',
      { [TRAIN]: training('return None') },
      ['toy.train:train_model does not fit: expected the trained model, got None'],
    ],
    [
      'a model that cannot be pickled',
      { [TRAIN]: training('return lambda: 1') },
      ['a model without save_model is pickled, and this one cannot be', 'define save_model(model, dir)'],
    ],
    [
      'a history of texts',
      { [TRAIN]: 'def train_model(table, history, **params):\n    history.append("low")\n' },
      ['TypeError: history takes a number or a dict of numbers per epoch, got "low" (str) for "loss"'],
    ],
    [
      'a function that needs more',
      { [TRAIN]: 'def train_model(table, columns):\n    return 1\n' },
      [
        "toy.train:train_model does not fit: train_model(table, columns) cannot be called as train_model(table, *, epochs, batch_size, seed, history, ...params): missing a required argument: 'columns'",
      ],
    ],
    [
      'a saving function that writes nothing',
      {
        [TRAIN]: `${training('return 1')}def save_model(model, folder):\n    pass\ndef load_model(folder):\n    pass\n`,
      },
      ['toy.train:save_model does not fit: expected it to write files into the folder that it is given'],
    ],
    [
      'a syntax error',
      { [TRAIN]: 'def train_model(table:\n' },
      ['models/toy/src/toy/train.py:1', 'importing toy.train: SyntaxError'],
    ],
    [
      'a missing package',
      { [TRAIN]: `import sklearn_of_nowhere.linear\n${training('return 1')}` },
      [
        'models/toy/src/toy/train.py:1  train of toy: the Python package that gives the module "sklearn_of_nowhere" is not installed',
        'uv pip install --python',
        'pyproject.toml',
      ],
    ],
    [
      'a missing package that is imported late',
      { [TRAIN]: training('import sklearn_of_nowhere') },
      ['the module "sklearn_of_nowhere" is not installed'],
    ],
    [
      'a missing module of the project',
      { [TRAIN]: `import toy.models\n${training('return 1')}` },
      [
        "toy.train:train_model failed: importing toy.train: ModuleNotFoundError: No module named 'toy.models'",
      ],
    ],
    [
      'a missing module of an entry point',
      { 'src/toy/data.py': undefined },
      [
        'models/toy/model.yaml  train of toy: there is no module toy.data in src; it is called as load_data(path)',
        'under entry: in model.yaml  load_data: "module:function"',
      ],
    ],
    [
      'a missing function',
      { [TRAIN]: 'def train_modle(table):\n    return 1\n' },
      [
        'src/toy/train.py has no function train_model; did you mean "train_modle"?',
        'train: "module:function"',
      ],
    ],
    [
      'a missing target column',
      { 'data/train.csv': 'x,Targets\n1,0\n' },
      [
        'models/toy/model.yaml  train of toy: the target column "target" is not in data/train.csv; did you mean "Targets"? (columns: x, Targets)',
        "toy.data:load_data failed: KeyError: 'target'",
      ],
    ],
    [
      'a table that is none',
      { 'src/toy/data.py': 'def load_data(path):\n    return [1, 2], [3]\n' },
      [
        'toy.data:load_data does not fit: expected a table (a pandas or polars DataFrame, or a list of dicts), got a tuple of 2 (list)',
      ],
    ],
    [
      'a table without rows',
      { 'src/toy/data.py': 'def load_data(path):\n    return []\n' },
      ['toy.data:load_data gave no rows for data/train.csv'],
    ],
    [
      'three classes of a binary task',
      { 'data/train.csv': 'x,target\n1,0\n2,1\n3,2\n' },
      ['the task is binary-classification, but the target "target" has 3 classes: 0, 1, 2'],
    ],
  ])('%s', async (_name, files, texts) => {
    const message = await failureOf({ ...files });
    for (const text of texts) expect(message).toContain(text);
    expect(message).not.toContain('modelgate_runner.py');
  });

  it('names a named entry point that is not there, though it is an optional one', async () => {
    const message = await failureOf({ [EVALUATE]: 'x = 1' }, 'train-smoke', { named: ['evaluate'] });
    expect(message).toContain('src/toy/evaluate.py has no function evaluate_model');
  });

  it.each<[string, string, string]>([
    ['metrics that are no dict', 'return 1', 'expected a dict of numbers, got 1 (int)'],
    [
      'a metric that is no number',
      'return {"f1": "high"}',
      'expected a dict of numbers, got "high" (str) for "f1"',
    ],
  ])('score: %s', async (_name, body, text) => {
    project = tempProject({
      [EVALUATE]: `def predict(model, table): return [1] * len(table)\ndef evaluate_model(model, table): ${body}\n`,
    });
    await runStage(project.run('train'));
    const run = project.run('score', { model_dir: `${project.out}/model`, score: { into: 'candidate' } });
    await expect(runStage(run)).rejects.toThrow(`toy.evaluate:evaluate_model does not fit: ${text}`);
  });

  it.each<[string, Files, string]>([
    [
      'fewer predictions than rows',
      { [EVALUATE]: 'def predict(model, table): return [1]' },
      'toy.evaluate:predict does not fit: expected 20 values, one per row, got 1',
    ],
    [
      'one prediction that is no label',
      { [EVALUATE]: 'def predict(model, table): return [[0.1, 0.9]] * len(table)' },
      'expected a class label per row, got a list of 2 (float) in row 1',
    ],
    [
      'a target that is missing',
      {
        'data/test.csv': 'x,target\n1,0\n2,\n',
        'src/toy/data.py':
          'import csv\ndef preprocess_features(table): pass\ndef load_data(path): return list(csv.DictReader(open(path)))',
      },
      'the target "target" is missing in row 2 of data/test.csv',
    ],
    [
      'neither a function nor a method that predicts',
      { [EVALUATE]: undefined },
      'there is no toy.evaluate:predict, and the model (a Model) has no method predict; define predict(model, table) there',
    ],
    ['a positive class that does not exist', {}, 'data.positive is "ja", but the target "target" has 0, 1'],
    [
      'a model file that is damaged',
      { 'model/model.json': '{"cut": ' },
      'the model in <root>/model cannot be loaded: JSONDecodeError',
    ],
    ['no model files', { 'model/model.json': undefined }, 'there is no model in <root>/model'],
  ])('score: %s', async (name, files, text) => {
    const data = (positive: string) => ({
      test: `${project.root}/data/test.csv`,
      target: 'target',
      positive,
    });
    project = tempProject({ 'model/model.json': '{"cut": 0.5}', 'src/toy/more.py': '', ...files });
    const run = project.run('score', { model_dir: `${project.root}/model`, score: { into: 'candidate' } });
    if (name.startsWith('a positive')) run.request.data = data('ja');
    const error: unknown = await runStage(run).catch((reason: unknown) => reason);
    if (!(error instanceof UserError)) throw error;
    expect(error.message.replaceAll(project.root, '<root>')).toContain(text);
  });

  it('names the interpreter that cannot be started', async () => {
    const interpreter = { path: '/nowhere/python', version: '3.11.0', chosen_by: 'MODELGATE_PYTHON' };
    const message = await failureOf({}, 'train', {}, { interpreter });
    expect(message).toContain('the Python interpreter /nowhere/python cannot be started (ENOENT)');
    expect(message).toContain('it was chosen by MODELGATE_PYTHON');
  });

  it('names a credential that the stage did not get', async () => {
    const env = { ...process.env, SHOP_API_KEY: 'geheim-123' };
    const body = 'import os; return os.environ["SHOP_API_KEY"]';
    const message = await failureOf({ [TRAIN]: training(body) }, 'train', {}, { env });
    expect(message).toContain('fix: SHOP_API_KEY looks like a credential and was not passed to the stage');
  });

  it('masks a credential that the stage did get', async () => {
    const env = { ...process.env, SHOP_API_KEY: 'geheim-123' };
    const body = 'import os; key = os.environ["SHOP_API_KEY"]; print("key", key); raise ValueError(key)';
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const more = { env, secrets: ['SHOP_API_KEY'], onLine };
    const message = await failureOf({ [TRAIN]: training(body) }, 'train', {}, more);
    expect(message).toContain('ValueError: ***');
    expect(message).not.toContain('geheim');
    expect(lines).toEqual(['key ***']);
  });

  it('stops a stage that hangs, and says where it was', async () => {
    const message = await failureOf(
      { [TRAIN]: 'def wait():\n    while True: pass\ndef train_model(table, **params):\n    wait()\n' },
      'train',
      {},
      { timeoutMs: 200 },
    );
    expect(message).toContain(
      'models/toy/src/toy/train.py:2  train of toy ran longer than 200 ms in toy.train:train_model',
    );
    expect(message).toContain(
      'File "src/toy/train.py", line 4, in train_model\n    File "src/toy/train.py", line 2, in wait',
    );
  });
});
