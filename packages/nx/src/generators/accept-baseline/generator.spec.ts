import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { Artifact, RunRecord, Stage } from '@modelgate/contracts';
import { manifestOf, readArtifact, sha256Text, verifyArtifact } from '@modelgate/store';
import acceptBaselineGenerator, { type AcceptBaselineOptions } from './generator';

process.env['NX_DAEMON'] = 'false';

const ROOT = 'models/my risk';
const OUT = `dist/${ROOT}`;
const SOURCES = {
  'src/m/__init__.py': '',
  'src/m/train.py': 'def train_model(): ...\n',
  'src/m/evaluate.py': 'from .shared import x\n',
  'src/m/shared.py': 'x = 1\r\n',
  'src/m/api.py': 'app = None\n',
};
const MODEL = `schema: modelgate.model/v1
name: m
task: regression
data: { train: data/train.csv, test: data/test.csv, target: y }
`;

let folder: string;
let tree: Tree;

beforeEach(() => {
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue();
  folder = mkdtempSync(join(tmpdir(), 'modelgate-accept-'));
  delete process.env['MODELGATE_STORE'];
  tree = treeOn(folder);
  write(`${ROOT}/model.yaml`, MODEL);
  for (const [path, text] of Object.entries(SOURCES)) write(`${ROOT}/${path}`, text);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('accept-baseline', () => {
  it.each(['m', ROOT, `./${ROOT}/`])(
    'writes numbers, manifest, run record and bytes of "%s"',
    async (project) => {
      await stages();
      await accept({ project });
      const metrics: unknown = JSON.parse(read(`${ROOT}/baseline_metrics.json`));
      const artifact = await readArtifact(join(folder, ROOT, 'baseline/artifact.json'));
      expect(artifact.files.map(({ path }) => path)).toEqual([
        'code/src/m/__init__.py',
        'code/src/m/api.py',
        'code/src/m/evaluate.py',
        'code/src/m/shared.py',
        'code/src/m/train.py',
        'entry.json',
        'model/weights.bin',
      ]);
      await verifyArtifact(join(folder, ROOT, 'baseline/files'), artifact, { filePath: 'artifact.json' });
      expect(metrics).toEqual({
        rmse: 2.5,
        latency_ms: 2,
        model_size_mb: 3 / 1_048_576,
        provenance: expect.objectContaining({
          artifact: artifact.digest,
          evaluation_set: sha256Text('test'),
          commit: 'c0ffee',
          reason: 'first',
        }),
      });
      expect(read(`${ROOT}/baseline/run-record.json`)).toBe(read(`${OUT}/train/run-record.json`));
      expect(read(`${ROOT}/.gitattributes`)).toBe('baseline/** -text\n');
    },
  );

  it('changes nothing when the same candidate is accepted again', async () => {
    await stages();
    await accept();
    tree = treeOn(folder);
    await acceptBaselineGenerator(tree, { project: 'm', reason: 'again' });
    expect(changesIn(ROOT)).toEqual([]);
  });

  it('replaces the files of the baseline before', async () => {
    await stages();
    await accept();
    rmSync(join(folder, ROOT, 'src/m/api.py'));
    write(`${OUT}/train/model/other.bin`, 'more');
    await stages();
    await accept();
    const artifact = await readArtifact(join(folder, ROOT, 'baseline/artifact.json'));
    expect(artifact.files.map(({ path }) => path)).toContain('model/other.bin');
    expect(existsSync(join(folder, ROOT, 'baseline/files/code/src/m/api.py'))).toBe(false);
  });

  it('refuses what has not run, naming every command', async () => {
    await expect(accept()).rejects.toThrow(
      /^the candidate of m does not become the baseline:\n {2}- train has not run: nx run m:gate$/,
    );
    await stages();
    rmSync(join(folder, OUT, 'evaluate'), { recursive: true });
    rmSync(join(folder, OUT, 'measure'), { recursive: true });
    await expect(accept()).rejects.toThrow(
      /- evaluate has not run: nx run m:evaluate\n {2}- measure has not run: nx run m:benchmark$/,
    );
  });

  it.each([
    [
      'evaluate.py',
      `${ROOT}/src/m/evaluate.py`,
      /changed since the candidate was scored: models\/my risk\/src\/m\/evaluate.py/,
    ],
    [
      "a file of train's artifact",
      `${OUT}/train/model/weights.bin`,
      /model\/weights.bin: expected [0-9a-f]{64} \(3 bytes\), found/,
    ],
    ['a file that score wrote', `${OUT}/score/scores.json`, /score\/scores.json:1:1/],
  ])('refuses a candidate after a change of %s', async (_what, path, message) => {
    await stages();
    write(path, 'changed\n');
    await expect(accept()).rejects.toThrow(message);
  });

  it('refuses a verdict about another model', async () => {
    await stages();
    write(`${OUT}/train/model/weights.bin`, 'new');
    await artifactOf('train');
    await expect(accept()).rejects.toThrow(
      /- score looked at another model than the one that train wrote: nx run m:evaluate/,
    );
  });

  it('refuses a failed candidate unless that is overridden', async () => {
    await stages('fail');
    await expect(accept()).rejects.toThrow(/- evaluate failed \(rmse is 2.5\); --override/);
    await accept({ override: true });
    expect(read(`${ROOT}/baseline_metrics.json`)).toContain('"override": true');
  });

  it('keeps large bytes in a shared store, and asks for one', async () => {
    await stages();
    await expect(accept({ inlineLimit: 0 })).rejects.toThrow(
      'set MODELGATE_STORE to a folder that all machines share',
    );
    process.env['MODELGATE_STORE'] = join(folder, 'shared store');
    await accept();
    await accept({ inlineLimit: 0, reason: 'larger' }, { again: true });
    const { files } = await readArtifact(join(folder, ROOT, 'baseline/artifact.json'));
    for (const { sha256 } of files) {
      expect(existsSync(join(folder, 'shared store/sha256', sha256.slice(0, 2), sha256.slice(2)))).toBe(true);
    }
    expect(existsSync(join(folder, ROOT, 'baseline/files'))).toBe(false);
  });

  it('keeps large bytes on this machine where that is said', async () => {
    await stages();
    await accept({ inlineLimit: 0, localOnly: true });
    expect(existsSync(join(folder, '.modelgate/store/sha256'))).toBe(true);
  });

  it('stores nothing before Nx has written the files', async () => {
    await stages();
    const store = await acceptBaselineGenerator(tree, {
      project: 'm',
      reason: 'x',
      inlineLimit: 0,
      localOnly: true,
    });
    expect(store).toBeDefined();
    expect(existsSync(join(folder, '.modelgate'))).toBe(false);
  });

  it.each([
    [
      { project: 'n' },
      'there is no model "n" in this workspace\n  why: its models are m\n  fix: did you mean "m"?',
    ],
    [{ project: 'models/elsewhere' }, 'there is no model "models/elsewhere" in this workspace'],
    [{ project: '' }, 'which model?'],
    [{ reason: '  ' }, 'a baseline is accepted for a reason'],
  ] satisfies [AcceptBaselineOptions, string][])('refuses %j', async (options, message) => {
    await expect(accept(options)).rejects.toThrow(message);
  });
});

/** Accepts, and does what Nx does with the changes of a generator. */
async function accept(options: AcceptBaselineOptions = {}, { again = false } = {}): Promise<void> {
  if (again) writeFileSync(join(folder, ROOT, 'baseline_metrics.json'), '{}\n');
  tree = treeOn(folder);
  const callback = await acceptBaselineGenerator(tree, { project: 'm', reason: 'first', ...options });
  for (const { path, type, content } of tree.listChanges()) {
    if (type === 'DELETE') rmSync(join(folder, path), { recursive: true, force: true });
    else write(path, content ?? '');
  }
  await callback?.();
}

function treeOn(root: string): Tree {
  const onDisk = createTreeWithEmptyWorkspace({ formatter: 'none' });
  onDisk.root = root;
  return onDisk;
}

function changesIn(root: string): string[] {
  return tree.listChanges().flatMap(({ path }) => (path.startsWith(root) ? [path] : []));
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

/** What the stages leave in dist, for a candidate whose evaluation passed or failed. */
async function stages(outcome: 'pass' | 'fail' = 'pass'): Promise<void> {
  write(`${OUT}/train/model/weights.bin`, Buffer.from([0, 13, 10]));
  write(`${OUT}/train/code/src/m/__init__.py`, '');
  write(`${OUT}/train/code/src/m/train.py`, SOURCES['src/m/train.py']);
  write(`${OUT}/train/entry.json`, '{}');
  const candidate = (await artifactOf('train')).digest;
  results('train', { candidate, train_data: sha256Text('train') });
  write(
    `${OUT}/score/scores.json`,
    JSON.stringify({
      schema: 'modelgate.scores/v1',
      rows: 3,
      evaluation_set: sha256Text('test'),
      candidate: { probabilities: false, user_metrics: {} },
    }),
  );
  const model = {
    latency: [{ batch_size: 1, blocks: [[0.001, 0.002, 0.003]] }],
    load_seconds: [0.1],
    peak_rss_bytes: [1000],
    model_size_bytes: 3,
  };
  write(
    `${OUT}/measure/measurements.json`,
    JSON.stringify({ schema: 'modelgate.measurements/v1', candidate: model }),
  );
  const scores = (await artifactOf('score')).digest;
  const measurements = (await artifactOf('measure')).digest;
  const imported = ['src/m/__init__.py', 'src/m/evaluate.py', 'src/m/shared.py', 'src/m/train.py'];
  results('score', { candidate, test_data: sha256Text('test') }, imported);
  results('measure', { candidate, test_data: sha256Text('test') });
  verdict('validate-data', { train_data: sha256Text('train'), test_data: sha256Text('test') });
  verdict('train-smoke', { train_data: sha256Text('train') });
  verdict('evaluate', { scores }, outcome);
  verdict('benchmark', { measurements });
  write(
    `${OUT}/evaluate/metrics.json`,
    JSON.stringify({ candidate: { rmse: 2.5, mape: null }, evaluation_set: sha256Text('test') }),
  );
}

async function artifactOf(stage: Stage): Promise<Artifact> {
  const listed: Partial<Record<Stage, string[]>> = { score: ['scores.json'], measure: ['measurements.json'] };
  rmSync(join(folder, OUT, stage, 'artifact.json'), { force: true });
  const artifact = await manifestOf(
    join(folder, OUT, stage),
    listed[stage] ?? ['model', 'code', 'entry.json'],
  );
  write(`${OUT}/${stage}/artifact.json`, JSON.stringify(artifact));
  return artifact;
}

function results(stage: Stage, subject: Record<string, string>, imported: string[] = []): void {
  const record: RunRecord = {
    schema: 'modelgate.run-record/v1',
    project: 'm',
    stage,
    started_at: '2025-03-01T12:00:00.000Z',
    finished_at: '2025-03-01T12:00:01.000Z',
    cost: { wall_seconds: 1 },
    host: { os: 'linux', arch: 'x64', cpu: 'cpu', logical_cores: 2, memory_bytes: 1 },
    commit: 'c0ffee',
    modelgate: '0.1.0',
    inputs: imported.map((path) => {
      const text = read(`${ROOT}/${path}`);
      return { path: `${ROOT}/${path}`, sha256: sha256Text(text), bytes: text.length };
    }),
    imported,
  };
  write(`${OUT}/${stage}/run-record.json`, JSON.stringify(record));
  const report = {
    outcome: 'pass',
    summary: '',
    subject,
    gates: [],
    tables: [],
    series: [],
    artifacts: [],
    notes: [],
  };
  write(
    `${OUT}/${stage}/report.json`,
    JSON.stringify({
      schema: 'modelgate.report/v1',
      project: 'm',
      stage,
      ...report,
      cost: { wall_seconds: 1 },
      generated_at: '2025-03-01T12:00:01.000Z',
    }),
  );
}

function verdict(stage: Stage, subject: Record<string, string>, outcome: 'pass' | 'fail' = 'pass'): void {
  const gates = [
    {
      id: 'rmse/max_ratio',
      title: 'rmse',
      mode: 'enforce',
      outcome,
      effect: outcome,
      message: 'rmse is 2.5',
    },
  ];
  write(
    `${OUT}/${stage}/verdict.json`,
    JSON.stringify({ schema: 'modelgate.verdict/v1', project: 'm', stage, outcome, subject, gates }),
  );
}
