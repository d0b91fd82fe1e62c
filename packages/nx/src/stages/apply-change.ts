import { UserError, type EnvironmentState } from '@modelgate/contracts';
import { describeStep, renderPlan, shortVersion, type Plan, type Step } from '@modelgate/delivery';
import type { StageCore } from './run-stage-task';
import { openStage, type StageContext, type StageTask } from './stage-context';
import { check, StageFailure } from './stage-failure';

export interface EnvironmentOptions {
  /** Set by the configuration of that name; undefined where none, or an unknown one, was asked for. */
  environment?: string | undefined;
  environments: string[];
  registry: string;
  reason?: string | undefined;
  dryRun?: boolean | undefined;
  /** Rollback only: the version to go back to. */
  to?: string | undefined;
}

/** What is to be done to an environment: planned first, so that the plan alone can be printed. */
export interface PlannedChange {
  plan: Plan;
  /** Does what the plan says; `onStep` is told of every step before it is done. */
  apply: (onStep: (step: Step) => void) => Promise<EnvironmentState>;
}

/** Plans a change. @throws UserError with every reason why it may not be made */
export type Change = (context: StageContext, options: EnvironmentOptions) => Promise<PlannedChange>;

/** The stage that makes a change: its report has a gate for each step. */
export function changeEnvironment(change: Change, options: EnvironmentOptions): StageCore {
  return async (context) => {
    const { plan, apply } = await change(context, options);
    context.say(renderPlan(plan));
    const { environment, current, sequence } = await followed(apply);
    const version = current === null ? 'nothing' : shortVersion(current);
    const changed = `${environment} runs ${version} of ${context.projectName} (sequence ${sequence})`;
    return {
      summary: changed,
      changed,
      subject: { version: plan.version, ...(plan.from === null ? {} : { previous: plan.from }) },
      gates: plan.steps.map((step) => check(step.step, 'pass', describeStep(step))),
      notes: plan.notes,
      judges: false,
    };
  };
}

/** Where a step fails, the gates say which ones were done before. */
async function followed(apply: PlannedChange['apply']): Promise<EnvironmentState> {
  const begun: Step[] = [];
  try {
    return await apply((step) => void begun.push(step));
  } catch (error) {
    const failed = begun.pop();
    if (!(error instanceof UserError) || failed === undefined) throw error;
    throw new StageFailure(error, [
      ...begun.map((step) => check(step.step, 'pass', describeStep(step))),
      check(failed.step, 'fail', error.message),
    ]);
  }
}

/** Prints what would be done, as data, and does none of it. @throws UserError where it would be refused */
export async function printPlan(task: StageTask, change: Change, options: EnvironmentOptions): Promise<void> {
  const context = await openStage(task);
  context.say(JSON.stringify((await change(context, options)).plan, null, 2));
}
