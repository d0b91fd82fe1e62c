import {
  DEFAULT_ENVIRONMENT_POLICY,
  type Bundle,
  type DeployPolicy,
  type EnvironmentPolicy,
  type EnvironmentState,
} from '@modelgate/contracts';
import { environmentRefusal, nearest } from './environments';
import { describeEntry, emptyState, rolledBackFrom } from './history';
import type { DeployPlan, Refusal, Step } from './plan';
import { verdictNotes, verdictRefusals } from './verdict-refusals';

export interface DeployQuestion {
  bundle: Bundle;
  /** undefined where the command line names none. */
  environment: string | undefined;
  /** The environments that there are. */
  environments: readonly string[];
  /** deploy.yaml; an environment that it does not name has the default policy. */
  policy: DeployPolicy | undefined;
  /** What each environment runs; one that is not here runs nothing. */
  states: Readonly<Record<string, EnvironmentState>>;
  now: Date;
}

/** What deploying a version does, or every reason why it may not be done. Pure: looks at nothing but its arguments. */
export function planDeploy(question: DeployQuestion): DeployPlan | Refusal {
  const { bundle, environment, environments, policy, states } = question;
  const unknown = environmentRefusal('deploy', environment, environments);
  if (environment === undefined || unknown !== undefined) {
    return { action: 'deploy', subject: bundle.model, refusals: [unknown ?? 'cannot deploy to nowhere'] };
  }
  const state = states[environment] ?? emptyState(bundle.model, environment);
  const own = policy?.environments[environment] ?? DEFAULT_ENVIRONMENT_POLICY;
  const refusals = [...policyRefusals(policy, environments), ...versionRefusals(question, own)];
  const plan: DeployPlan = {
    action: 'deploy',
    model: bundle.model,
    environment,
    version: bundle.digest,
    from: state.current,
    expectedSequence: state.sequence,
    steps: [],
    notes: [],
    ...(bundle.lineage.commit !== undefined && { commit: bundle.lineage.commit }),
  };
  if (state.current === bundle.digest) return { ...plan, notes: notesOfNoChange(state, refusals) };
  if (refusals.length > 0) {
    return { action: 'deploy', subject: `${bundle.model} to ${environment}`, refusals };
  }
  return { ...plan, steps: stepsOf(bundle, state), notes: notesOf(bundle) };
}

function stepsOf({ digest, files }: Bundle, state: EnvironmentState): Step[] {
  return [
    {
      step: 'put',
      version: digest,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    { step: 'verify', version: digest },
    { step: 'load-check', version: digest },
    {
      step: 'swap',
      environment: state.environment,
      from: state.current,
      to: digest,
      expectedSequence: state.sequence,
    },
  ];
}

/** A policy that nobody has would be a rule that is never applied. */
function policyRefusals(policy: DeployPolicy | undefined, environments: readonly string[]): string[] {
  const named = Object.entries(policy?.environments ?? {}).flatMap(([name, { after }]) => [
    { name, where: `deploy.yaml: environments.${name}` },
    ...(after === undefined ? [] : [{ name: after, where: `deploy.yaml: environments.${name}.after` }]),
  ]);
  return named
    .filter(({ name }) => !environments.includes(name))
    .map(({ name, where }) => {
      const near = nearest(name, environments);
      const hint = near ? `did you mean "${near}"?` : `there are ${environments.join(', ')}`;
      return `${where}: there is no environment "${name}"; ${hint}`;
    });
}

function versionRefusals(
  { bundle, states, now }: DeployQuestion,
  { require, after, allow_dirty }: EnvironmentPolicy,
): string[] {
  const refusals = verdictRefusals({
    model: bundle.model,
    candidate: bundle.candidate,
    inputs: bundle.lineage.inputs,
    verdicts: bundle.verdicts,
    require,
    now,
  });
  const before = after === undefined ? undefined : states[after];
  if (after !== undefined && before?.current !== bundle.digest) {
    const history = before?.history ?? [];
    if (!history.some(({ version }) => version === bundle.digest)) {
      refusals.push(`${after} has not run this version yet; deploy it there first`);
    } else if (rolledBackFrom(history).has(bundle.digest)) {
      refusals.push(`${after} was rolled back from this version; deploy it there again first`);
    }
  }
  if (!allow_dirty && bundle.lineage.dirty !== false) {
    refusals.push(
      bundle.lineage.dirty === true
        ? 'the version was built from uncommitted changes; commit them, then package again'
        : 'it is not known whether the version was built from uncommitted changes; package it in a git work tree',
    );
  }
  return refusals;
}

function notesOf(bundle: Bundle): string[] {
  return [
    ...verdictNotes(bundle.verdicts),
    ...(bundle.lineage.dirty === true ? ['the version was built from uncommitted changes'] : []),
    ...(bundle.lineage.locked ? [] : ['the Python packages of the version are not locked']),
  ];
}

function notesOfNoChange(state: EnvironmentState, refusals: readonly string[]): string[] {
  const last = state.history[state.history.length - 1];
  return [
    `${state.environment} runs this version already${last ? `: ${describeEntry(last)}` : ''}`,
    ...refusals.map((refusal) => `it would be refused today: ${refusal}`),
  ];
}
