import type { Bundle, DeployPolicy } from '@modelgate/contracts';
import { sha256Text } from '@modelgate/store';
import {
  bundleDigest,
  isRefusal,
  planDeploy,
  refusalError,
  renderPlan,
  type BundleParts,
  type DeployPlan,
  type DeployQuestion,
} from './index';
import { allVerdicts, digest, LINEAGE, MODEL, NOW, policyOf, stateOf, verdict } from './testing/release';

const CANDIDATE = sha256Text('model');

function bundleOf(parts: Partial<BundleParts> = {}): Bundle {
  const all: BundleParts = {
    schema: 'modelgate.bundle/v1',
    model: MODEL,
    task: 'regression',
    candidate: CANDIDATE,
    files: [{ path: 'model/weights.json', bytes: 12, sha256: digest('w') }],
    verdicts: allVerdicts(CANDIDATE),
    lineage: LINEAGE,
    ...parts,
  };
  return { ...all, digest: bundleDigest(all) };
}

function ask(parts: Partial<DeployQuestion> = {}) {
  return planDeploy({
    bundle: bundleOf(),
    environment: 'staging',
    environments: ['staging', 'production'],
    policy: undefined,
    states: {},
    now: NOW,
    ...parts,
  });
}

function plan(parts: Partial<DeployQuestion> = {}): DeployPlan {
  const planned = ask(parts);
  if (isRefusal(planned)) throw refusalError(planned);
  return planned;
}

function refusals(parts: Partial<DeployQuestion>): string[] {
  const planned = ask(parts);
  return isRefusal(planned) ? planned.refusals : [];
}

const strict = (rules: Partial<DeployPolicy['environments'][string]>) =>
  policyOf({ staging: { require: [], allow_dirty: true, ...rules } });

describe('planDeploy', () => {
  it('stores, verifies, loads, and swaps last', () => {
    const bundle = bundleOf();
    const planned = plan({ bundle, states: { staging: stateOf('staging', 'A B') } });
    expect(planned).toEqual({
      action: 'deploy',
      model: MODEL,
      environment: 'staging',
      version: bundle.digest,
      from: digest('B'),
      expectedSequence: 2,
      commit: LINEAGE.commit,
      notes: [],
      steps: [
        { step: 'put', version: bundle.digest, files: 1, bytes: 12 },
        { step: 'verify', version: bundle.digest },
        { step: 'load-check', version: bundle.digest },
        { step: 'swap', environment: 'staging', from: digest('B'), to: bundle.digest, expectedSequence: 2 },
      ],
    });
    expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
  });

  it('renders a plan as text', () => {
    const bundle = bundleOf({ lineage: { ...LINEAGE, locked: false } });
    const short = bundle.digest.slice(0, 12);
    expect(renderPlan(plan({ bundle })).split('\n')).toEqual([
      `deploy ${short} of credit-risk to staging, which runs nothing yet`,
      `  1. store ${short} in the registry unless it is there (1 files, 12 bytes)`,
      `  2. read ${short} in the registry again and compare the SHA-256 of every file`,
      `  3. load the model of ${short} in its Python`,
      `  4. set staging from nothing to ${short} (sequence 1)`,
      '  note: the Python packages of the version are not locked',
      '',
    ]);
  });

  it.each([
    ['prod', 'cannot deploy to "prod": use staging or production (did you mean "production"?)'],
    ['stagin', 'cannot deploy to "stagin": use staging or production (did you mean "staging"?)'],
    ['qa', 'cannot deploy to "qa": use staging or production'],
    ['__proto__', 'cannot deploy to "__proto__": use staging or production'],
    [undefined, 'cannot deploy to nowhere: name the environment (staging or production)'],
    ['', 'cannot deploy to nowhere: name the environment (staging or production)'],
  ])('refuses the environment %p in one sentence', (environment, message) => {
    const planned = ask({ environment });
    expect(isRefusal(planned) && refusalError(planned).message).toBe(message);
  });

  it('says everything that is missing at once', () => {
    const bundle = bundleOf({
      verdicts: [
        verdict('train-smoke', CANDIDATE, { outcome: 'fail' }),
        verdict('evaluate', CANDIDATE, { valid_until: '2025-11-01T00:00:00Z' }),
        verdict('benchmark', digest('other')),
      ],
      lineage: { ...LINEAGE, dirty: true },
    });
    const policy = policyOf({
      production: {
        require: ['validate-data', 'train-smoke', 'evaluate', 'benchmark'],
        after: 'staging',
        allow_dirty: false,
      },
    });
    const planned = ask({ bundle, environment: 'production', policy });
    expect(isRefusal(planned) && refusalError(planned).message.split('\n')).toEqual([
      'cannot deploy credit-risk to production:',
      '  - validate-data: there is no verdict',
      '  - train-smoke: failed',
      '  - evaluate: the verdict was valid until 2025-11-01T00:00:00Z',
      expect.stringContaining('  - benchmark: the verdict is about another model'),
      '  - staging has not run this version yet; deploy it there first',
      '  - the version was built from uncommitted changes; commit them, then package again',
      '  fix: mend all of these, then repeat; nothing was changed',
    ]);
  });

  it.each([
    ['ran it', (it: string) => `A ${it}`, []],
    ['ran it, and something else since', (it: string) => `${it} B`, []],
    ['never ran it', () => 'A B', ['staging has not run this version yet; deploy it there first']],
    [
      'was rolled back from it',
      (it: string) => `A ${it} <A`,
      ['staging was rolled back from this version; deploy it there again first'],
    ],
    ['was rolled back from it, and runs it again', (it: string) => `A ${it} <A ${it}`, []],
  ])('goes to production after staging %s', (_name, runs, expected) => {
    const bundle = bundleOf();
    const state = stateOf('staging', runs('X'));
    const history = state.history.map((entry) =>
      entry.version === digest('X') ? { ...entry, version: bundle.digest } : entry,
    );
    const staging = { ...state, history, current: history[history.length - 1]?.version ?? null };
    const policy = policyOf({ production: { require: [], after: 'staging', allow_dirty: true } });
    expect(refusals({ bundle, environment: 'production', policy, states: { staging } })).toEqual(expected);
  });

  it.each([
    ['clean', false, []],
    ['dirty', true, ['the version was built from uncommitted changes; commit them, then package again']],
    ['unknown', undefined, [expect.stringContaining('it is not known whether')]],
  ])('with allow_dirty off, a %s version', (_name, dirty, expected) => {
    const bundle = bundleOf({ lineage: { ...LINEAGE, dirty } });
    expect(refusals({ bundle, policy: strict({ allow_dirty: false }) })).toEqual(expected);
  });

  it('requires only what the policy names, and all judges where there is none', () => {
    const bundle = bundleOf({ verdicts: [] });
    expect(refusals({ bundle, policy: strict({ require: ['evaluate'] }) })).toEqual([
      'evaluate: there is no verdict',
    ]);
    expect(refusals({ bundle })).toHaveLength(4);
  });

  it('finds a policy for an environment that does not exist', () => {
    const policy = policyOf({
      prodution: { require: [], allow_dirty: true },
      staging: { require: [], after: 'qa', allow_dirty: true },
    });
    expect(refusals({ policy })).toEqual([
      'deploy.yaml: environments.prodution: there is no environment "prodution"; did you mean "production"?',
      'deploy.yaml: environments.staging.after: there is no environment "qa"; there are staging, production',
      'qa has not run this version yet; deploy it there first',
    ]);
  });

  it('has nothing to do where the environment runs the version, and says so', () => {
    const bundle = bundleOf({ verdicts: [] });
    const state = stateOf('staging', 'A');
    const history = state.history.map((entry) => ({ ...entry, version: bundle.digest }));
    const planned = plan({ bundle, states: { staging: { ...state, history, current: bundle.digest } } });
    expect(planned.steps).toEqual([]);
    expect(planned.notes[0]).toBe(
      `staging runs this version already: alice deployed ${bundle.digest.slice(0, 12)} at 2025-11-24T20:00:00Z (sequence 1)`,
    );
    expect(planned.notes[1]).toBe('it would be refused today: validate-data: there is no verdict');
  });

  it('notes warnings', () => {
    const verdicts = allVerdicts(CANDIDATE).map((one) => ({ ...one, outcome: 'warn' as const }));
    const bundle = bundleOf({ verdicts, lineage: { ...LINEAGE, dirty: true } });
    expect(plan({ bundle }).notes).toEqual([
      'validate-data passed with warnings',
      'train-smoke passed with warnings',
      'evaluate passed with warnings',
      'benchmark passed with warnings',
      'the version was built from uncommitted changes',
    ]);
  });
});
