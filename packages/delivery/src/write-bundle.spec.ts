import { sha256Text } from '@modelgate/store';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBundle, verifyBundle, writeBundle } from './index';
import { failure } from './testing/failure';
import { allVerdicts, DATA, LINEAGE, MODEL, NOW, release, verdict, writeFiles } from './testing/release';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate-bundle-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeBundle', () => {
  it('holds the listed files of train, the verdicts, further files, and nothing else', async () => {
    writeFiles(folder, { 'project/evaluate.py': 'def evaluate_model(): ...\n', 'project/uv.lock': 'lock' });
    const { bundle, bundleDir } = await release(folder, 'A', {
      extraFiles: [
        { path: 'code/src/credit_risk/evaluate.py', from: join(folder, 'project/evaluate.py') },
        { path: 'lock/uv.lock', from: join(folder, 'project/uv.lock') },
      ],
    });
    expect(bundle.files.map(({ path }) => path)).toEqual([
      'artifact.json',
      'code/src/credit_risk/evaluate.py',
      'code/src/credit_risk/train.py',
      'entry.json',
      'lock/uv.lock',
      'model/weights.json',
      'verdicts/benchmark.json',
      'verdicts/evaluate.json',
      'verdicts/train-smoke.json',
      'verdicts/validate-data.json',
    ]);
    expect(bundle).toMatchObject({ model: MODEL, lineage: LINEAGE });
    expect(await readBundle(bundleDir)).toEqual(bundle);
    expect(await verifyBundle(bundleDir)).toEqual(bundle);
    expect(readdirSync(join(bundleDir, '..'))).toEqual(['bundle']);
  });

  it('gives the same version for the same bytes, and another one for other bytes or verdicts', async () => {
    const first = (await release(folder, 'A')).bundle.digest;
    expect((await release(folder, 'A', { now: new Date(0) })).bundle.digest).toBe(first);
    expect((await release(folder, 'B')).bundle.digest).not.toBe(first);
    const lineage = { ...LINEAGE, commit: 'other' };
    expect((await release(folder, 'A', { lineage })).bundle.digest).not.toBe(first);
  });

  it('does not depend on the order in which the verdicts come', async () => {
    const { bundle } = await release(folder, 'A');
    const verdicts = [...bundle.verdicts].reverse();
    expect((await release(folder, 'A', { verdicts })).bundle.digest).toBe(bundle.digest);
  });

  it('lists every refusal in one message, and leaves the bundle that is there', async () => {
    const { bundle, bundleDir } = await release(folder, 'A');
    const failed = verdict('evaluate', bundle.candidate, {
      outcome: 'fail',
      gates: [
        {
          id: 'accuracy/max_drop',
          title: 'accuracy',
          mode: 'enforce',
          outcome: 'fail',
          effect: 'fail',
          message: '',
        },
      ],
    });
    const error = await failure(
      release(folder, 'A', {
        verdicts: [
          verdict('train-smoke', bundle.candidate, { subject: { train_data: sha256Text('other data') } }),
          failed,
          verdict('benchmark', sha256Text('other'), { valid_until: '2025-11-24T20:29:59Z' }),
        ],
      }),
    );
    expect(error.message.split('\n').slice(0, 6)).toEqual([
      'cannot package credit-risk:',
      '  - validate-data: there is no verdict',
      `  - train-smoke: the verdict is about another train data (${sha256Text('other data').slice(0, 12)}, not ${DATA.slice(0, 12)})`,
      '  - evaluate: failed on accuracy',
      `  - benchmark: the verdict is about another model (${sha256Text('other').slice(0, 12)}, not ${bundle.candidate.slice(0, 12)})`,
      '  - benchmark: the verdict was valid until 2025-11-24T20:29:59Z',
    ]);
    expect(await readBundle(bundleDir)).toEqual(bundle);
  });

  it.each([
    ['no candidate', { subject: {} }, /evaluate: the verdict does not say which model/],
    ['another project', { project: 'churn' }, /evaluate: the verdict is about "churn", not "credit-risk"/],
    ['an end that is no date', { valid_until: 'soon' }, /evaluate: "soon" is no instant/],
  ])('refuses a verdict with %s', async (_name, parts, message) => {
    const { bundle } = await release(folder, 'A');
    const verdicts = [
      ...allVerdicts(bundle.candidate).filter(({ stage }) => stage !== 'evaluate'),
      verdict('evaluate', bundle.candidate, parts),
    ];
    expect((await failure(release(folder, 'A', { verdicts }))).message).toMatch(message);
  });

  it.each([
    ['warnings', { outcome: 'warn' as const }],
    ['an end at this very instant', { valid_until: NOW.toISOString() }],
  ])('takes a verdict with %s', async (_name, parts) => {
    const { bundle } = await release(folder, 'A');
    const verdicts = allVerdicts(bundle.candidate).map((one) => ({ ...one, ...parts }));
    await expect(release(folder, 'A', { verdicts })).resolves.toBeDefined();
  });

  it('asks only for the stages that are required', async () => {
    const { bundle } = await release(folder, 'A', { verdicts: [], require: [] });
    expect(bundle.verdicts).toEqual([]);
  });

  it('refuses a model whose bytes are not those that were trained', async () => {
    const { bundleDir } = await release(folder, 'A');
    rmSync(bundleDir, { recursive: true });
    const trainDir = join(folder, 'train-A');
    writeFileSync(join(trainDir, 'model/weights.json'), 'changed');
    const attempt = writeBundle({
      model: MODEL,
      task: 'regression',
      trainDir,
      verdicts: [],
      extraFiles: [],
      lineage: LINEAGE,
      out: bundleDir,
      now: NOW,
    });
    const error = await failure(attempt);
    expect(error.message).toContain('model/weights.json: expected');
    expect(error.message).toContain(`found ${sha256Text('changed')}`);
    expect(existsSync(bundleDir)).toBe(false);
  });

  it('says that there is no trained model', async () => {
    const error = await failure(release(folder, 'A', { trainDir: join(folder, 'none') }));
    expect(error.message).toMatch(/there is no trained model of credit-risk\n {2}fix: run the target train/);
  });

  it.each([
    ['a file of train that changed', 'code/src/credit_risk/train.py', /changed after the model was trained/],
    ['a name of ours', 'bundle.json', /give the file another name/],
    ['a verdict', 'verdicts/evaluate.json', /give the file another name/],
    ['a place outside', '../evil.py', /cannot be used in a manifest/],
  ])('refuses a further file over %s', async (_name, path, message) => {
    writeFiles(folder, { 'x.py': 'other bytes' });
    const error = await failure(release(folder, 'A', { extraFiles: [{ path, from: join(folder, 'x.py') }] }));
    expect(error.message).toMatch(message);
    expect(readdirSync(join(folder, 'package-A'))).toEqual([]);
  });

  it('takes a further file that train has with the same bytes', async () => {
    writeFiles(folder, { 'train.py': 'def train_model(table): ...\n' });
    const extraFiles = [{ path: 'code/src/credit_risk/train.py', from: join(folder, 'train.py') }];
    await expect(release(folder, 'A', { extraFiles })).resolves.toBeDefined();
  });
});

describe('readBundle and verifyBundle', () => {
  it.each<[string, (place: string) => void, RegExp]>([
    ['no bundle', (place) => rmSync(place, { recursive: true }), /there is no release bundle/],
    [
      'half a bundle.json',
      (place) => writeFileSync(join(place, 'bundle.json'), '{"schema":'),
      /not readable/,
    ],
    [
      'an edited bundle.json',
      (place) => {
        const file = join(place, 'bundle.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('"locked": true', '"locked": false'));
      },
      /the release bundle is corrupt: its digest/,
    ],
    ['a changed file', (place) => writeFileSync(join(place, 'entry.json'), 'x'), /entry\.json: expected/],
    ['a missing file', (place) => rmSync(join(place, 'model/weights.json')), /weights\.json: is missing/],
  ])('finds %s', async (_name, change, message) => {
    const { bundleDir } = await release(folder, 'A');
    change(bundleDir);
    expect((await failure(verifyBundle(bundleDir))).message).toMatch(message);
  });
});
