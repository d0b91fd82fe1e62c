import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, workspace, type Workspace } from './harness';
import { modelsWithBaselines, rerun } from './models';

const MODEL = 'models/credit-risk';
const CODE = `${MODEL}/src/credit_risk`;

interface Change {
  what: string;
  /** Stages of credit-risk that rerun: V S T C E M B. */
  reruns: string;
  make: (ws: Workspace) => void | Promise<void>;
  env?: NodeJS.ProcessEnv;
  /** Stages of the other model that rerun; default none. */
  other?: string;
}

const append = (path: string, text: string) => (ws: Workspace) => ws.write(path, ws.read(path) + text);

const CHANGES: Change[] = [
  { what: 'a README', reruns: '', make: append(`${MODEL}/README.md`, '\nMore words.\n') },
  { what: 'a test', reruns: '', make: append(`${MODEL}/tests/test_data.py`, '\n# more\n') },
  { what: 'api.py', reruns: '', make: append(`${CODE}/api.py`, '\n# more\n') },
  {
    what: 'deploy.yaml',
    reruns: '',
    make: (ws) =>
      ws.write(
        `${MODEL}/deploy.yaml`,
        'schema: modelgate.deploy/v1\nenvironments:\n  canary: { allow_dirty: false }\n',
      ),
  },
  {
    what: 'a JavaScript dependency',
    reruns: '',
    make: (ws) => {
      const lock = JSON.parse(ws.read('package-lock.json')) as {
        packages: Record<string, { version?: string; integrity?: string }>;
      };
      const [name] = Object.keys(lock.packages).filter((path) => path.endsWith('node_modules/yaml'));
      if (name === undefined) throw new Error('the lock file names no package yaml');
      lock.packages[name] = {
        ...lock.packages[name],
        version: '2.0.0',
        integrity: `sha512-${'A'.repeat(86)}==`,
      };
      ws.write('package-lock.json', JSON.stringify(lock, null, 2));
    },
  },
  {
    what: 'another model',
    reruns: '',
    other: 'S T C E M B',
    make: (ws) => ws.replace('models/churn/params.yaml', 'epochs: 50', 'epochs: 20'),
  },
  { what: 'a suite', reruns: 'V', make: append(`${MODEL}/expectations/train.yaml`, '\n# more\n') },
  {
    what: 'gates/validate-data.yaml',
    reruns: 'V',
    make: (ws) =>
      ws.write(
        `${MODEL}/gates/validate-data.yaml`,
        'schema: modelgate.gates.validate-data/v1\nexamples: 3\n',
      ),
  },
  {
    what: 'gates/train-smoke.yaml',
    reruns: 'S',
    make: (ws) =>
      ws.write(`${MODEL}/gates/train-smoke.yaml`, 'schema: modelgate.gates.train-smoke/v1\nrows: 50\n'),
  },
  {
    what: 'params.yaml, so that the model changes',
    reruns: 'S T C E M B',
    make: (ws) => ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 20'),
  },
  {
    what: 'params.yaml, so that the model stays the same',
    reruns: 'S T',
    make: append(`${MODEL}/params.yaml`, '\n# more\n'),
  },
  {
    what: 'a comment in a file that training imports',
    reruns: 'S T C M B',
    make: append(`${CODE}/train.py`, '\n# more\n'),
  },
  { what: 'evaluate.py', reruns: 'S C M B', make: append(`${CODE}/evaluate.py`, '\n# more\n') },
  {
    what: 'score.yaml',
    reruns: 'C',
    make: (ws) => ws.write(`${MODEL}/score.yaml`, 'schema: modelgate.score/v1\nbatch_size: 7\n'),
  },
  { what: 'measure.yaml', reruns: 'M B', make: append(`${MODEL}/measure.yaml`, '# more\n') },
  { what: 'gates/evaluate.yaml', reruns: 'E', make: append(`${MODEL}/gates/evaluate.yaml`, '# more\n') },
  { what: 'gates/benchmark.yaml', reruns: 'B', make: append(`${MODEL}/gates/benchmark.yaml`, '# more\n') },
  { what: 'baseline_metrics.json', reruns: 'E B', make: append(`${MODEL}/baseline_metrics.json`, '\n') },
  {
    what: 'training data',
    reruns: 'V S T C E M B',
    make: (ws) => {
      const lines = ws.read(`${MODEL}/data/train.csv`).trimEnd().split('\n');
      ws.write(`${MODEL}/data/train.csv`, `${lines.slice(0, -40).join('\n')}\n`);
    },
  },
  {
    what: 'test data',
    reruns: 'V C E M B',
    make: (ws) => {
      const lines = ws.read(`${MODEL}/data/test.csv`).trimEnd().split('\n');
      ws.write(`${MODEL}/data/test.csv`, `${lines.slice(0, -1).join('\n')}\n`);
    },
  },
  {
    what: 'the lock of the environment',
    reruns: 'S T C M B',
    make: (ws) => ws.write(`${MODEL}/requirements.txt`, '# none\n'),
  },
  { what: 'model.yaml', reruns: 'V S T C E M B', make: append(`${MODEL}/model.yaml`, '\n# more\n') },
  {
    what: 'MODELGATE_REFRESH',
    reruns: 'V S T C E M B',
    other: 'V S T C E M B',
    env: { MODELGATE_REFRESH: '2026-01-01' },
    make: () => undefined,
  },
  {
    what: 'the hardware class',
    reruns: 'M B',
    other: 'M B',
    env: { MODELGATE_HARDWARE: 'another machine' },
    make: () => undefined,
  },
  {
    what: 'the revision of the stage evaluate',
    reruns: 'E',
    other: 'E',
    make: (ws) => setRevision(ws, 'evaluate: 1', 'evaluate: 2'),
  },
];

const REVISIONS = 'node_modules/@modelgate/nx/dist/inference/stage-revisions.js';

/** The installed file may be shared with other workspaces by a hard link: it is replaced, not written into. */
function setRevision(ws: Workspace, from: string, to: string): void {
  const text = ws.read(REVISIONS);
  if (!text.includes(from)) throw new Error(`${REVISIONS} does not contain ${from}`);
  unlinkSync(join(ws.root, REVISIONS));
  ws.write(REVISIONS, text.replace(from, to));
}

describe('what a change reruns', () => {
  let ws: Workspace;
  let revisions: string;

  beforeAll(async () => {
    ws = workspace({ name: 'reruns' });
    await modelsWithBaselines(ws, ['credit-risk', 'churn']);
    revisions = ws.read(REVISIONS);
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models');
    if (ws.read(REVISIONS) !== revisions) {
      unlinkSync(join(ws.root, REVISIONS));
      ws.write(REVISIONS, revisions);
    }
  });
  afterAll(() => ws?.remove());

  it('nothing: everything is served from the cache', async () => {
    const run = expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
    expect([rerun(run, 'credit-risk'), rerun(run, 'churn')]).toEqual(['', '']);
  });

  it.each(CHANGES)('$what: $reruns', async ({ make, reruns, other = '', env = {} }) => {
    await make(ws);
    const run = await ws.nx(['run-many', '-t', 'gate'], { env });
    expect({
      'credit-risk': rerun(run, 'credit-risk'),
      churn: rerun(run, 'churn'),
      output: rerun(run, 'credit-risk') === reruns ? '' : run.all,
    }).toEqual({
      'credit-risk': reruns,
      churn: other,
      output: '',
    });
  });

  it("Python's minor version: every stage that runs Python, and never with another interpreter than the hashed one", async () => {
    ws.write('.python-version', '3.99\n');
    const run = await ws.nx(['run-many', '-t', 'gate']);
    expect(run.code).not.toBe(0);
    expect(rerun(run, 'credit-risk')).toBe('S');
    expect(run.all).toContain('the cache key of this task holds Python 3.99');
  });
});
