import type { ExecutorContext } from '@nx/devkit';
import type { Stage } from '@modelgate/contracts';
import { changeEnvironment, printPlan, type Change, type EnvironmentOptions } from '../stages/apply-change';
import { asTaskResult, runStageTask, type TaskResult } from '../stages/run-stage-task';
import { openStage } from '../stages/stage-context';
import { taskOf, type StageOptions } from './stage-executor';

/** The executor of a target that changes what an environment runs. */
export function environmentExecutor(stage: Stage, change: Change) {
  return (options: EnvironmentOptions & StageOptions, context: ExecutorContext): Promise<TaskResult> => {
    const task = taskOf(stage, options, context);
    if (!options.dryRun)
      return runStageTask(task, openStage, changeEnvironment(change, options), options.problem);
    return asTaskResult(task, options.problem, async () => {
      await printPlan(task, change, options);
      return { success: true };
    });
  };
}
