import type { EnvironmentState } from '@modelgate/contracts';
import { shortVersion } from './bundle';
import { environmentRefusal } from './environments';
import { describeEntry, emptyState, previousGood, rolledBackFrom } from './history';
import type { Refusal, RollbackPlan } from './plan';

export interface RollbackQuestion {
  model: string;
  /** undefined where the command line names none. */
  environment: string | undefined;
  /** The environments that there are. */
  environments: readonly string[];
  /** What the environment runs; undefined where it runs nothing. */
  state: EnvironmentState | undefined;
  /** The version to go back to, or at least its first six digits. Default: the previous good one. */
  to?: string | undefined;
}

/**
 * What rolling an environment back does, or why it cannot be done. The previous good version is the last one in the
 * environment's history that differs from the current one and was not itself rolled back from (see `rolledBackFrom`).
 * Pure: looks at nothing but its arguments.
 */
export function planRollback(question: RollbackQuestion): RollbackPlan | Refusal {
  const { model, environment, environments, to } = question;
  const unknown = environmentRefusal('rollback', environment, environments);
  if (environment === undefined || unknown !== undefined) {
    return { action: 'rollback', subject: model, refusals: [unknown ?? 'cannot roll back nowhere'] };
  }
  const state = question.state ?? emptyState(model, environment);
  const target = to === undefined ? previous(state) : named(state, to);
  if ('refusal' in target) {
    return { action: 'rollback', subject: `${model} in ${environment}`, refusals: [target.refusal] };
  }
  const { version } = target;
  const commit = state.history.findLast((entry) => entry.version === version)?.commit;
  const plan: RollbackPlan = {
    action: 'rollback',
    model,
    environment,
    version,
    from: state.current,
    expectedSequence: state.sequence,
    steps: [],
    notes: [],
    ...(commit !== undefined && { commit }),
  };
  if (version === state.current) return { ...plan, notes: [`${environment} runs this version already`] };
  return {
    ...plan,
    steps: [
      { step: 'fetch', version },
      { step: 'load-check', version },
      {
        step: 'swap',
        environment,
        from: state.current,
        to: version,
        expectedSequence: state.sequence,
      },
    ],
    notes: rolledBackFrom(state.history).has(version)
      ? [`${environment} was rolled back from ${shortVersion(version)} before`]
      : [],
  };
}

type Target = { version: string } | { refusal: string };

function previous(state: EnvironmentState): Target {
  if (state.current === null) return { refusal: `nothing was ever deployed to ${state.environment}` };
  const version = previousGood(state);
  if (version !== undefined) return { version };
  const bad = rolledBackFrom(state.history);
  const others = [...new Set(state.history.map((entry) => entry.version))].filter(
    (other) => other !== state.current && bad.has(other),
  );
  const rest =
    others.length > 0
      ? `; ${others.map(shortVersion).join(' and ')} ran there, but ${others.length === 1 ? 'was' : 'were'} rolled back from (--to names one all the same)`
      : '';
  return { refusal: `${state.environment} has no good version before ${shortVersion(state.current)}${rest}` };
}

function named(state: EnvironmentState, to: string): Target {
  const versions = [...new Set(state.history.map((entry) => entry.version))];
  const found = to.length >= 6 ? versions.filter((version) => version.startsWith(to.toLowerCase())) : [];
  const [only] = found;
  if (only !== undefined && found.length === 1) return { version: only };
  if (found.length > 1)
    return { refusal: `"${to}" is the beginning of ${found.length} versions; give more digits` };
  const history = state.history.map((entry) => `\n      ${describeEntry(entry)}`).join('');
  return {
    refusal: `${state.environment} never ran a version "${to}"${history ? `; it ran:${history}` : ''}`,
  };
}
