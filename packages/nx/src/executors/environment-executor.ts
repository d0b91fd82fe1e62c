import type { ExecutorContext } from '@nx/devkit';
import { UserError, type Stage } from '@modelgate/contracts';
import { cancelOnExit } from '@modelgate/runtime';
import type { EnvironmentOptions } from '../stages/change-environment';
import type { TaskResult } from '../stages/run-stage-task';
import type { StageTask } from '../stages/stage-context';
import { projectOf, type StageOptions } from './stage-executor';

type Change = (task: StageTask, options: EnvironmentOptions) => Promise<void>;

/** The executor of a target that changes what an environment runs. */
export function environmentExecutor(stage: Stage, change: Change) {
  return async (
    options: EnvironmentOptions & StageOptions,
    context: ExecutorContext,
  ): Promise<TaskResult> => {
    const say = (line: string) => console.log(line);
    const task = {
      workspaceRoot: context.root,
      ...projectOf(context),
      stage,
      say,
      signal: cancelOnExit(),
      judges: options.judges,
      names: options.names,
    };
    try {
      if (options.problem !== undefined) throw new UserError(options.problem);
      await change(task, options);
      return { success: true };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      say(`\n${error.message}\n`);
      return { success: false };
    }
  };
}
