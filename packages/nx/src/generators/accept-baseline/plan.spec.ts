import type { FileEntry, GateResult, JudgingStage, Verdict } from '@modelgate/contracts';
import { artifactOf } from '@modelgate/store';
import { planAcceptance, type AcceptRequest, type CandidateState, type CurrentBaseline } from './plan';

const digest = (digit: string) => digit.repeat(64);
const file = (path: string, bytes = 100, sha256 = digest('a')): FileEntry => ({ path, bytes, sha256 });
const trained = artifactOf([file('model/model.json'), file('code/src/m/train.py'), file('entry.json')]);

const verdict = (stage: JudgingStage, more: Partial<Verdict> = {}): Verdict => ({
  schema: 'modelgate.verdict/v1',
  project: 'm',
  stage,
  outcome: 'pass',
  subject: {},
  gates: [],
  ...more,
});
const failedGate: GateResult = {
  id: 'accuracy/max_drop',
  title: 'accuracy',
  mode: 'enforce',
  outcome: 'fail',
  effect: 'fail',
  message: 'accuracy 0.80 is 0.10 below 0.90',
};
const failed = verdict('evaluate', { outcome: 'fail', gates: [failedGate] });

const none: CurrentBaseline = { artifact: undefined, complete: false, metrics: undefined, schema: undefined };
const state: CandidateState = {
  project: 'm',
  artifact: trained,
  verdicts: [verdict('evaluate'), verdict('benchmark')],
  gaps: [],
  changed: [],
  code: ['src/m/evaluate.py', 'src/m/train.py'].map((path) => ({ ...file(path), from: path })),
  metrics: { roc_auc: 0.9, accuracy: 0.8, latency_ms: 0.3 },
  evaluationSet: digest('e'),
  commit: 'c0ffee',
  current: none,
};
const request: AcceptRequest = {
  reason: 'first',
  override: false,
  inlineLimitBytes: 1000,
  localOnly: false,
  sharedStore: false,
  by: 'Ada <ada@example.com>',
  at: '2025-03-01T12:00:00.000Z',
  gateCommand: 'nx run m:gate',
};

function accepted(changes: Partial<CandidateState> = {}, asked: Partial<AcceptRequest> = {}) {
  const plan = planAcceptance({ ...state, ...changes }, { ...request, ...asked });
  if (plan.kind !== 'accept') throw new Error(JSON.stringify(plan));
  return plan;
}

describe('planAcceptance', () => {
  it('adds the code of a prediction to the files of the training, and says where the numbers come from', () => {
    const plan = accepted();
    expect(plan.artifact.files.map(({ path }) => path)).toEqual([
      'code/src/m/evaluate.py',
      'code/src/m/train.py',
      'entry.json',
      'model/model.json',
    ]);
    expect(plan).toMatchObject({
      place: 'git',
      bytes: 400,
      projectFiles: [{ path: 'code/src/m/evaluate.py', from: 'src/m/evaluate.py' }],
      notes: [],
    });
    expect(JSON.stringify(plan.metricsFile)).toBe(
      JSON.stringify({
        accuracy: 0.8,
        latency_ms: 0.3,
        roc_auc: 0.9,
        provenance: {
          artifact: plan.artifact.digest,
          evaluation_set: digest('e'),
          commit: 'c0ffee',
          accepted_at: '2025-03-01T12:00:00.000Z',
          accepted_by: 'Ada <ada@example.com>',
          reason: 'first',
        },
      }),
    );
  });

  it.each<[string, Partial<CandidateState>, Partial<AcceptRequest>, string[]]>([
    [
      'missing reports',
      { artifact: undefined, gaps: ['train has not run: x'] },
      {},
      ['train has not run: x'],
    ],
    [
      'everything at once',
      { gaps: ['a', 'b'], changed: ['m/data.py'], verdicts: [failed] },
      {},
      [
        'a',
        'b',
        'changed since the candidate was scored: m/data.py: nx run m:gate',
        'evaluate failed (accuracy 0.80 is 0.10 below 0.90); --override with a --reason accepts it all the same',
      ],
    ],
    [
      'changed files, although failures are overridden',
      { changed: ['1', '2', '3', '4', '5', '6'] },
      { override: true },
      ['changed since the candidate was scored: 1, 2, 3, 4, 5 and 1 more: nx run m:gate'],
    ],
    [
      'a verdict that has expired',
      { verdicts: [verdict('evaluate', { valid_until: '2025-03-01T12:59:00+01:00' })] },
      {},
      ['the verdict of evaluate was valid until 2025-03-01T12:59:00+01:00: nx run m:gate'],
    ],
    [
      'large bytes that only this machine would have',
      {},
      { inlineLimitBytes: 399 },
      [expect.stringContaining('more than the 0.000381 MB that go into git')],
    ],
  ])('refuses %s', (_what, changes, asked, refusals) => {
    expect(planAcceptance({ ...state, ...changes }, { ...request, ...asked })).toEqual({
      kind: 'refused',
      refusals,
    });
  });

  it('accepts a failed candidate with --override, and keeps that it was one', () => {
    expect(accepted({ verdicts: [failed] }, { override: true }).metricsFile['provenance']).toMatchObject({
      override: true,
    });
    expect(accepted({}, { override: true }).metricsFile['provenance']).not.toHaveProperty('override');
  });

  it.each([
    [{ sharedStore: true }, 0],
    [{ localOnly: true }, 1],
  ])('puts large bytes into the store: %j', (asked, notes) => {
    const plan = accepted({}, { inlineLimitBytes: 0, ...asked });
    expect(plan.place).toBe('store');
    expect(plan.notes).toHaveLength(notes);
  });

  it('is up to and with the limit in git', () => {
    expect(accepted({}, { inlineLimitBytes: 400 }).place).toBe('git');
  });

  it('says which numbers of the old file are gone; auc is another name of roc_auc', () => {
    const current = {
      ...none,
      metrics: { auc: 0.9, accuracy: 0.7, f7: 1, model_size_mb: 2 },
      schema: './x.json',
    };
    const plan = accepted({ current });
    expect(plan.notes).toEqual([
      'no longer in the file, since evaluate did not compute them: f7, model_size_mb',
    ]);
    expect(plan.metricsFile).toMatchObject({ $schema: './x.json', accuracy: 0.8, roc_auc: 0.9 });
    expect(plan.metricsFile).not.toHaveProperty('auc');
  });

  describe('of what is the baseline already', () => {
    const current: CurrentBaseline = {
      artifact: accepted().artifact,
      complete: true,
      metrics: { ...state.metrics, latency_ms: 0.5 },
      schema: undefined,
    };

    it('changes nothing', () => {
      expect(planAcceptance({ ...state, current }, request).kind).toBe('unchanged');
    });

    it.each<[string, Partial<CurrentBaseline>]>([
      ['bytes are missing', { complete: false }],
      ['the numbers are others', { metrics: { accuracy: 0.1 } }],
      ['there are no numbers', { metrics: undefined }],
    ])('writes it again where %s', (_what, change) => {
      expect(planAcceptance({ ...state, current: { ...current, ...change } }, request).kind).toBe('accept');
    });
  });
});
