import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validate, validateDataGatesSchema } from '@modelgate/contracts';
import { profile, renderProfile } from '@modelgate/expectations';
import type { OpenedData } from '@modelgate/runtime';
import { driftFindings } from './drift';
import { projectContext } from './stage-context';

const root = mkdtempSync(join(tmpdir(), 'modelgate-drift-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): string {
  const file = join(root, 'm', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const csv = (shift: number) =>
  `age,grade\n${Array.from({ length: 400 }, (_none, row) => `${20 + (row % 40) + shift},${'abc'[row % 3]}`).join('\n')}\n`;

function opened(path: string, text: string): OpenedData {
  const file = write(path, text);
  return { file, relative: `m/${path}`, sha256: '0'.repeat(64), bytes: text.length };
}

const train = opened('data/train.csv', csv(0));
const drifted = opened('data/drifted.csv', csv(30));
const context = projectContext({
  workspaceRoot: root,
  projectRoot: 'm',
  projectName: 'm',
  stage: 'validate-data',
  say: () => undefined,
});
const policyOf = (yaml: string) =>
  validate(validateDataGatesSchema, `schema: modelgate.gates.validate-data/v1\n${yaml}`, {
    filePath: 'm/gates/validate-data.yaml',
  });
const PROFILE = 'expectations/profiles/train.json';

beforeAll(async () => {
  write(PROFILE, renderProfile(await profile({ data: { path: train.file } })));
});

describe('driftFindings', () => {
  it.each([
    ['no drift is asked for', ''],
    ['it is off', `drift: { reference: ${PROFILE}, mode: off }`],
    ['the stage is off', `mode: off\ndrift: { reference: ${PROFILE} }`],
  ])('has no gates where %s', async (_what, yaml) => {
    expect(await driftFindings(context, { train: drifted }, policyOf(yaml))).toEqual({
      gates: [],
      tables: [],
      summary: '',
      files: [],
    });
  });

  it.each([
    ['enforced', `drift: { reference: ${PROFILE} }`, 'fail'],
    ['told only', `drift: { reference: ${PROFILE}, mode: warn }`, 'warn'],
    [
      'told only by a stage that only warns',
      `mode: warn\ndrift: { reference: ${PROFILE}, mode: enforce }`,
      'warn',
    ],
  ])('of data that moved from its profile is %s', async (_what, yaml, effect) => {
    const { gates, tables, files, summary } = await driftFindings(
      context,
      { train: drifted },
      policyOf(yaml),
    );
    const psi = gates.find(({ id }) => id === 'drift/psi(age)');
    expect(psi).toMatchObject({ outcome: 'fail', effect });
    expect(psi?.message).toMatch(/^"age" has drifted: PSI \d\.\d+ is above /);
    expect(psi?.fix).toContain(
      'npx @modelgate/expectations profile --data m/data/drifted.csv --out m/expectations/profiles/train.json',
    );
    expect(gates.filter(({ outcome }) => outcome === 'fail')).toHaveLength(1);
    expect(tables[0]).toMatchObject({
      title: 'Drift of m/data/drifted.csv from m/expectations/profiles/train.json',
    });
    expect(files).toEqual([PROFILE]);
    expect(summary).toBe(', 5 drift gates');
  });

  it('compares the test data with the training data', async () => {
    const policy = policyOf('drift: { reference: train, columns: [age], thresholds: { ks: 0.5, psi: off } }');
    const { gates, files } = await driftFindings(context, { train, test: drifted }, policy);
    expect(gates.map(({ id, outcome, evidence }) => [id, outcome, evidence])).toEqual([
      ['drift/ks(age)', 'fail', 'rows'],
      ['drift/null_rate(age)', 'pass', 'rows'],
    ]);
    expect(files).toEqual([]);
  });

  it.each([
    [
      'a profile that is not there',
      'drift: { reference: expectations/profiles/gone.json }',
      'there is no profile m/expectations/profiles/gone.json',
    ],
    [
      'test data that is not there',
      `drift: { reference: ${PROFILE}, data: test }`,
      'there is no test file to compare',
    ],
    [
      'training data with itself',
      'drift: { reference: train, data: train }',
      'the training data cannot be compared with itself',
    ],
    ['an unknown column', `drift: { reference: ${PROFILE}, columns: [agee] }`, 'did you mean "age"?'],
  ])('refuses %s', async (_what, yaml, message) => {
    await expect(driftFindings(context, { train }, policyOf(yaml))).rejects.toThrow(message);
  });

  it.each([
    'data/profile.json',
    '../profiles/a.json',
    'expectations/profiles/../a.json',
    'expectations/train.json',
  ])('refuses a profile that the cache does not know of: %s', (path) => {
    expect(() => policyOf(`drift: { reference: ${path} }`)).toThrow(
      /m\/gates\/validate-data\.yaml:2:\d+ .*drift\.reference: .*expected a profile in expectations\/profiles\//,
    );
  });
});
