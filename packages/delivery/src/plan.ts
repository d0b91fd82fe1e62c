import { UserError } from '@modelgate/contracts';
import { shortVersion } from './bundle';

/** One thing that applying a plan does, in the order of the plan. Plans are plain JSON. */
export type Step =
  | { step: 'put'; version: string; files: number; bytes: number }
  | { step: 'fetch'; version: string }
  | { step: 'verify'; version: string }
  | { step: 'load-check'; version: string }
  | { step: 'swap'; environment: string; from: string | null; to: string; expectedSequence: number };

interface PlanBase {
  model: string;
  environment: string;
  /** The version that the environment runs afterwards. */
  version: string;
  /** The version that it runs now; null where nothing was deployed yet. */
  from: string | null;
  expectedSequence: number;
  /** Empty where nothing has to be done. */
  steps: Step[];
  /** Remarks that stop nothing: it runs this version already, a verdict with warnings, ... */
  notes: string[];
  /** The commit that the version was built from. */
  commit?: string;
}

export interface DeployPlan extends PlanBase {
  action: 'deploy';
}

export interface RollbackPlan extends PlanBase {
  action: 'rollback';
}

export type Plan = DeployPlan | RollbackPlan;

/** Why nothing may be done: every reason at once, each a sentence that says what is missing. */
export interface Refusal {
  action: Plan['action'];
  /** `credit-risk to staging`: what was asked for. */
  subject: string;
  refusals: string[];
}

export function isRefusal(planned: Plan | Refusal): planned is Refusal {
  return 'refusals' in planned;
}

/** The one message of a refusal. A single reason that is a whole sentence (`cannot deploy to ...`) stands alone. */
export function refusalError({ action, subject, refusals }: Refusal): UserError {
  const verb = action === 'deploy' ? 'deploy' : 'roll back';
  const [only] = refusals;
  if (only?.startsWith('cannot ') && refusals.length === 1) return new UserError(only);
  return new UserError(`cannot ${verb} ${subject}:\n${refusals.map((line) => `  - ${line}`).join('\n')}`, {
    fix: 'mend all of these, then repeat; nothing was changed',
  });
}

/** A plan as text, one step a line. */
export function renderPlan(plan: Plan): string {
  const now = plan.from === null ? 'which runs nothing yet' : `which runs ${shortVersion(plan.from)}`;
  const what = `${shortVersion(plan.version)} of ${plan.model}`;
  const head =
    plan.steps.length === 0
      ? `nothing to do for ${plan.environment}: ${what}`
      : plan.action === 'deploy'
        ? `deploy ${what} to ${plan.environment}, ${now}`
        : `roll ${plan.environment} back to ${what}; it runs ${shortVersion(plan.from ?? '')} now`;
  return [
    head,
    ...plan.steps.map((step, index) => `  ${index + 1}. ${describeStep(step)}`),
    ...plan.notes.map((note) => `  note: ${note}`),
    '',
  ].join('\n');
}

/** What a step does, in one line. */
export function describeStep(step: Step): string {
  switch (step.step) {
    case 'put':
      return `store ${shortVersion(step.version)} in the registry unless it is there (${step.files} files, ${step.bytes} bytes)`;
    case 'fetch':
      return `fetch ${shortVersion(step.version)} from the registry and compare the SHA-256 of every file`;
    case 'verify':
      return `read ${shortVersion(step.version)} in the registry again and compare the SHA-256 of every file`;
    case 'load-check':
      return `load the model of ${shortVersion(step.version)} in its Python`;
    case 'swap':
      return `set ${step.environment} from ${step.from === null ? 'nothing' : shortVersion(step.from)} to ${shortVersion(step.to)} (sequence ${step.expectedSequence + 1})`;
  }
}
