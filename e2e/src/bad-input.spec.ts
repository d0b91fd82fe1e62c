import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectCode, workspace, type NxRun, type Workspace } from './harness';
import { QUICK_MEASURE } from './models';

const MODEL = 'models/credit-risk';
const CODE = `${MODEL}/src/credit_risk`;
const alone = (target: string) => ['run', `credit-risk:${target}`, '--excludeTaskDependencies'];

interface Mistake {
  what: string;
  target: string;
  make: (ws: Workspace) => void;
  env?: NodeJS.ProcessEnv;
  /** Texts that the one message has: what, where, and what to do. */
  says: string[];
}

const train = (body: string) => (ws: Workspace) => {
  const text = ws.read(`${CODE}/train.py`);
  const start = text.indexOf('def train_model(');
  const end =
    text.indexOf('\n) ->', start) < 0
      ? text.indexOf(':\n', start)
      : text.indexOf(':\n', text.indexOf('\n) ->', start));
  ws.write(`${CODE}/train.py`, `${text.slice(0, end + 2)}    ${body}\n${text.slice(end + 2)}`);
};

const MISTAKES: Mistake[] = [
  {
    what: 'a missing data file',
    target: 'validate-data',
    make: (ws) => ws.replace(`${MODEL}/model.yaml`, 'data/train.csv', 'data/trian.csv'),
    says: [
      'models/credit-risk/model.yaml',
      'data.train: there is no file models/credit-risk/data/trian.csv',
      'did you mean "data/train.csv"?',
    ],
  },
  {
    what: 'an empty CSV',
    target: 'validate-data',
    make: (ws) => ws.write(`${MODEL}/data/train.csv`, ''),
    says: ['models/credit-risk/data/train.csv is empty', 'fix:'],
  },
  {
    what: 'a CSV of a header alone',
    target: 'train-smoke',
    make: (ws) => ws.write(`${MODEL}/data/train.csv`, 'age,income,credit_score,target\n'),
    says: ['models/credit-risk/data/train.csv has a header line and no rows', 'fix:'],
  },
  {
    what: 'data that git ignores',
    target: 'train',
    make: (ws) => ws.write('.gitignore', `${ws.read('.gitignore')}\n*.csv\n`),
    says: [
      'models/credit-risk/data/train.csv is ignored by .gitignore:',
      'Nx hashes no ignored file',
      'fix:',
    ],
  },
  {
    what: 'a missing target column',
    target: 'train-smoke',
    make: (ws) => ws.replace(`${MODEL}/model.yaml`, 'target: target', 'target: targte'),
    says: ['targte', 'target', 'credit_score'],
  },
  {
    what: 'a named baseline that is not there',
    target: 'evaluate',
    make: (ws) => ws.write(`${MODEL}/model.yaml`, `${ws.read(`${MODEL}/model.yaml`)}baseline: typo.json\n`),
    says: [
      'models/credit-risk/model.yaml',
      'baseline: there is no file models/credit-risk/typo.json',
      'fix:',
    ],
  },
  {
    what: 'a folder where a gates file should be',
    target: 'evaluate',
    make: (ws) => {
      rmSync(join(ws.root, MODEL, 'gates/evaluate.yaml'));
      ws.write(`${MODEL}/gates/evaluate.yaml/file`, '');
    },
    says: ['models/credit-risk/gates/evaluate.yaml  cannot read the file', 'it is a folder'],
  },
  {
    what: 'a file that is no data in a suite',
    target: 'validate-data',
    make: (ws) => ws.write(`${MODEL}/expectations/train.yaml`, 'name: train\nexpectations: [\n'),
    says: ['models/credit-risk/expectations/train.yaml:'],
  },
  {
    what: 'no Python',
    target: 'train-smoke',
    make: () => undefined,
    env: { MODELGATE_PYTHON: '/nowhere/python3' },
    says: ['/nowhere/python3', 'which does not exist', 'fix:'],
  },
  {
    what: 'a missing Python package',
    target: 'train-smoke',
    make: (ws) => ws.write(`${CODE}/train.py`, `import no_such_package_here\n${ws.read(`${CODE}/train.py`)}`),
    says: ['no_such_package_here', 'pip install'],
  },
  {
    what: 'an entry point that raises',
    target: 'train',
    make: train('raise ValueError("the moon is full")'),
    says: ['train', 'ValueError: the moon is full', 'train_model', 'src/credit_risk/train.py'],
  },
  {
    what: 'an entry point that hangs',
    target: 'train',
    make: (ws) => {
      train('while True: pass')(ws);
      ws.write(`${MODEL}/model.yaml`, `${ws.read(`${MODEL}/model.yaml`)}resources: { timeout: 2s }\n`);
    },
    says: ['train', 'train_model', '2', 'resources.timeout'],
  },
  {
    what: 'an entry point that exits',
    target: 'train',
    make: train('import os; os._exit(3)'),
    says: ['train', 'train_model', '3'],
  },
  {
    what: 'an entry point that prints a gigabyte',
    target: 'train',
    make: train('[print("x" * 1000000) for _ in range(1000)]; raise ValueError("enough said")'),
    says: ['ValueError: enough said'],
  },
  {
    what: 'an entry point that returns the wrong type',
    target: 'train',
    make: (ws) => {
      const text = ws.read(`${CODE}/data.py`);
      ws.write(`${CODE}/data.py`, `${text}\n\ndef load_data(path):\n    return 42\n`);
    },
    says: ['load_data', 'int'],
  },
  {
    what: 'a missing entry point',
    target: 'train',
    make: (ws) => ws.replace(`${CODE}/train.py`, 'def train_model(', 'def fit_model('),
    says: ['train_model', 'entry'],
  },
  {
    what: 'training code outside its inputs',
    target: 'train',
    make: (ws) =>
      ws.write(
        `${CODE}/train.py`,
        `${ws.read(`${CODE}/train.py`)}\n\nfrom . import evaluate as _evaluate  # noqa: E402,F401\n`,
      ),
    says: ['train imports src/credit_risk/evaluate.py, which is not one of its inputs', 'train.inputs'],
  },
];

describe('a mistake ends in one clear message', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'mistakes' });
    expectCode(0, await ws.nx(['generate', 'ml-model', 'credit-risk']));
    ws.write(`${MODEL}/measure.yaml`, QUICK_MEASURE);
    ws.commit('Add a model');
    expectCode(0, await ws.nx(['run', 'credit-risk:gate']));
    expectCode(0, await ws.nx(['generate', 'accept-baseline', 'credit-risk', '--reason=first']));
    ws.commit('Accept the baseline');
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models');
  });
  afterAll(() => ws?.remove());

  function expectMessage(run: NxRun, says: string[]): void {
    expect(run.code).toBe(1);
    for (const text of says) expect(run.all).toContain(text);
    expect(run.all).not.toMatch(/\n\s+at [^\n]+\.js:\d+:\d+/);
    expect(run.all.length).toBeLessThan(3_000_000);
  }
  const leftovers = () => readdirSync(join(ws.root, 'dist', MODEL)).filter((name) => name.startsWith('.'));

  it.each(MISTAKES)('$what', async ({ target, make, env = {}, says }) => {
    make(ws);
    expectMessage(await ws.nx(alone(target), { env }), says);
    expect(leftovers()).toEqual([]);
    const left = readdirSync(join(ws.root, 'dist', MODEL, target));
    expect(left).not.toContain('artifact.json');
    expect(left).not.toContain('verdict.json');
    expect(ws.read(`dist/${MODEL}/${target}/junit.xml`)).toContain('<failure');
  });

  it('a corrupt model file', async () => {
    expectCode(0, await ws.nx(['run', 'credit-risk:train']));
    const folder = join(ws.root, 'dist', MODEL, 'train/model');
    writeFileSync(join(folder, String(readdirSync(folder)[0])), '{');
    expectMessage(await ws.nx([...alone('score'), '--skipNxCache']), [
      'dist/models/credit-risk/train',
      'artifact.json',
    ]);
    rmSync(join(ws.root, 'dist'), { recursive: true });
    ws.freshCache();
    expectCode(0, await ws.nx(['run', 'credit-risk:score']));
  });

  it('a corrupt baseline', async () => {
    const folder = join(ws.root, MODEL, 'baseline/files/model');
    writeFileSync(join(folder, String(readdirSync(folder)[0])), '{');
    expectMessage(await ws.nx([...alone('score'), '--skipNxCache']), [
      'models/credit-risk/baseline/artifact.json',
      'model/model.json: expected',
      'git checkout -- models/credit-risk/baseline',
    ]);
  });

  it('a file among those of the baseline that no digest vouches for', async () => {
    ws.write(`${MODEL}/baseline/files/code/src/credit_risk/evaluate/__init__.py`, 'raise SystemExit\n');
    expectMessage(await ws.nx(['run', 'credit-risk:score']), [
      'baseline/files/code/src/credit_risk/evaluate/__init__.py is not one of the files of the baseline',
      'git clean',
    ]);
  });

  it('baseline bytes that are nowhere, though an earlier run was green', async () => {
    expectCode(0, await ws.nx(['run', 'credit-risk:score']));
    rmSync(join(ws.root, MODEL, 'baseline/files'), { recursive: true });
    expectMessage(await ws.nx(['run', 'credit-risk:score']), [
      'the bytes of the baseline are not here',
      'looked in models/credit-risk/baseline/files and in the store',
      'MODELGATE_STORE',
    ]);
  });

  it.each(['Credit Risk', '"quoted"', '$(touch hacked)', '../up', 'models;rm'])(
    'a model name such as %s',
    async (name) => {
      const run = await ws.nx(['generate', 'ml-model', name]);
      expect(run.code).toBe(1);
      expect(run.all).toMatch(/a-z|did you mean|use /);
      expect(ws.git('status', '--porcelain')).toBe('');
    },
  );

  it('a folder with spaces, quotes and $(...) in its name works', async () => {
    const directory = `models/my "odd" $(touch hacked) (v2)`;
    expectCode(0, await ws.nx(['generate', 'ml-model', 'odd', `--directory=${directory}`]));
    ws.write(`${directory}/measure.yaml`, QUICK_MEASURE);
    ws.commit('Add an odd folder');
    expectCode(0, await ws.nx(['run', 'odd:gate']));
    ws.replace(`${directory}/params.yaml`, 'epochs: 50', 'epochs: 49');
    const run = expectCode(0, await ws.nx(['run', 'odd:train']));
    expect((run.record?.tasks ?? []).find(({ taskId }) => taskId === 'odd:train')?.cacheStatus).toBe(
      'cache-miss',
    );
    expect(readdirSync(ws.root)).not.toContain('hacked');
    ws.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('a full disk leaves nothing half-written', async () => {
    const disk = mountSmallDisk();
    if (disk === undefined) {
      console.log('not tried: a small tmpfs cannot be mounted here (it needs root on Linux)');
      return;
    }
    try {
      rmSync(join(ws.root, 'dist'), { recursive: true, force: true });
      symlinkSync(disk, join(ws.root, 'dist'));
      expectMessage(await ws.nx([...alone('train'), '--skipNxCache']), [
        'train of credit-risk',
        'No space left on device',
        'fix: ',
      ]);
      mkdirSync(join(disk, MODEL), { recursive: true });
      expect(readdirSync(join(disk, MODEL))).toEqual([]);
    } finally {
      rmSync(join(ws.root, 'dist'));
      execFileSync('umount', [disk]);
    }
  });
});

/** A disk of 16 KiB; undefined where it cannot be had. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'modelgate-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}
