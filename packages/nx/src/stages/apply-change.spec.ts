import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportSchema, UserError, type EnvironmentState } from '@modelgate/contracts';
import type { DeployPlan } from '@modelgate/delivery';
import { changeEnvironment, printPlan, type Change } from './apply-change';
import { deploy, rollback } from './change-environment';
import { asTaskResult, runStageTask } from './run-stage-task';
import { openStage } from './stage-context';
import { refused } from './stage-failure';

const ROOT = 'models/credit-risk';
const VERSION = 'a'.repeat(64);
const OPTIONS = { environments: ['staging', 'production'], registry: 'registry' };

let workspaceRoot: string;
let said: string[];
const out = (name = '') => join(workspaceRoot, 'dist', ROOT, 'deploy', name);
const report = () => reportSchema.parse(JSON.parse(readFileSync(out('report.json'), 'utf8')));
const task = () => ({
  workspaceRoot,
  projectRoot: ROOT,
  projectName: 'credit-risk',
  stage: 'deploy' as const,
  say: (line: string) => void said.push(line),
});
const run = (change: Change, options = {}) =>
  runStageTask(task(), openStage, changeEnvironment(change, { ...OPTIONS, ...options }));

beforeEach(() => {
  said = [];
  workspaceRoot = mkdtempSync(join(tmpdir(), 'modelgate-change-'));
  mkdirSync(join(workspaceRoot, ROOT), { recursive: true });
  writeFileSync(
    join(workspaceRoot, ROOT, 'model.yaml'),
    'schema: modelgate.model/v1\nname: credit-risk\ntask: binary-classification\ndata: { train: train.csv, test: test.csv, target: y }\n',
  );
});
afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

const PLAN: DeployPlan = {
  action: 'deploy',
  model: 'credit-risk',
  environment: 'staging',
  version: VERSION,
  from: null,
  expectedSequence: 0,
  steps: [
    { step: 'verify', version: VERSION },
    { step: 'load-check', version: VERSION },
    { step: 'swap', environment: 'staging', from: null, to: VERSION, expectedSequence: 0 },
  ],
  notes: ['the Python packages of the version are not locked'],
};
const STATE: EnvironmentState = {
  schema: 'modelgate.environment/v1',
  model: 'credit-risk',
  environment: 'staging',
  sequence: 1,
  current: VERSION,
  history: [],
};

/** A change that does its steps one after the other; `act` is called at each. */
const changing =
  (act: (step: string) => void = () => undefined): Change =>
  async () => ({
    plan: PLAN,
    apply: async (onStep) => {
      for (const step of PLAN.steps) {
        onStep(step);
        act(step.step);
      }
      return STATE;
    },
  });

describe('a change of an environment', () => {
  it('is reported with a gate for each step, and told in one line after its plan', async () => {
    expect(await run(changing())).toEqual({ success: true });
    expect(report()).toMatchObject({
      stage: 'deploy',
      outcome: 'pass',
      summary: 'staging runs aaaaaaaaaaaa of credit-risk (sequence 1)',
      subject: { version: VERSION },
      notes: PLAN.notes,
    });
    expect(report().gates.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['verify', 'pass'],
      ['load-check', 'pass'],
      ['swap', 'pass'],
    ]);
    expect(readdirSync(out()).sort()).toEqual([
      'junit.xml',
      'report.html',
      'report.json',
      'report.md',
      'run-record.json',
    ]);
    expect(said).toEqual([
      expect.stringContaining('  3. set staging from nothing to aaaaaaaaaaaa (sequence 1)'),
      'staging runs aaaaaaaaaaaa of credit-risk (sequence 1)',
    ]);
  });

  it('that is refused has a failed gate for each reason, and one message', async () => {
    const reasons = ['evaluate: failed on accuracy', 'staging has not run this version yet'];
    const change: Change = async () => {
      throw refused(new UserError(`cannot deploy:\n  - ${reasons.join('\n  - ')}`), reasons);
    };
    expect(await run(change)).toEqual({ success: false });
    expect(report().gates.map(({ id, title, effect, message }) => [id, title, effect, message])).toEqual([
      ['refusal/1', 'refused (1 of 2)', 'fail', reasons[0]],
      ['refusal/2', 'refused (2 of 2)', 'fail', reasons[1]],
    ]);
    expect(report().summary).toBe('cannot deploy');
    expect(readFileSync(out('junit.xml'), 'utf8')).toContain('failures="2"');
    expect(said).toEqual([`\ncannot deploy:\n  - ${reasons.join('\n  - ')}\n`]);
  });

  it.each([
    ['an unknown environment', deploy, { environment: 'prod' }, 'cannot deploy to "prod": use staging or'],
    ['no environment', deploy, {}, 'cannot deploy to nowhere'],
    ['what was not packaged', deploy, { environment: 'staging' }, 'there is no packaged version of'],
    ['what was never deployed', rollback, { environment: 'staging' }, 'nothing was ever deployed to staging'],
  ])('refuses %s', async (_name, change, options, reason) => {
    expect(await run(change, options)).toEqual({ success: false });
    expect(report().gates).toEqual([
      expect.objectContaining({
        id: 'refusal/1',
        title: 'refused',
        effect: 'fail',
        message: expect.stringContaining(reason),
      }),
    ]);
  });

  it('that fails at a step tells which ones were done before', async () => {
    const change = changing((step) => {
      if (step === 'load-check') throw new UserError('the model does not load');
    });
    expect(await run(change)).toEqual({ success: false });
    expect(report().gates.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['verify', 'pass'],
      ['load-check', 'fail'],
    ]);
    expect(said.at(-1)).toContain('the model does not load');
  });

  it('that was made is no failure where only its report cannot be written', async () => {
    const change = changing((step) => {
      if (step === 'swap') rmSync(join(workspaceRoot, 'dist'), { recursive: true });
    });
    expect(await run(change)).toEqual({ success: true });
    expect(said.slice(1)).toEqual([
      'staging runs aaaaaaaaaaaa of credit-risk (sequence 1)',
      expect.stringContaining('only its report could not be written'),
    ]);
  });

  it.each<[string, Change, boolean]>([
    ['prints the plan', changing(), true],
    ['is refused', deploy, false],
  ])('that is only asked for %s, and leaves no report', async (_name, change, success) => {
    const result = await asTaskResult(task(), undefined, async () => {
      await printPlan(task(), change, { ...OPTIONS, environment: 'staging' });
      return { success: true };
    });
    expect(result).toEqual({ success });
    expect(existsSync(join(workspaceRoot, 'dist'))).toBe(false);
    if (success) expect(JSON.parse(said.join(''))).toEqual(PLAN);
  });

  it.each([
    ['true', 2],
    ['', 1],
  ])('shows the stack of a mistake where nx is verbose (%j)', async (verbose, messages) => {
    const before = process.env['NX_VERBOSE_LOGGING'];
    process.env['NX_VERBOSE_LOGGING'] = verbose;
    try {
      await run(deploy, { environment: 'prod' });
    } finally {
      if (before === undefined) delete process.env['NX_VERBOSE_LOGGING'];
      else process.env['NX_VERBOSE_LOGGING'] = before;
    }
    expect(said).toHaveLength(messages);
  });
});
