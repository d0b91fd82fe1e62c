import type { ExecutorContext } from '@nx/devkit';
import type { JudgingStage, Stage } from '@modelgate/contracts';
import { cancelOnExit } from '@modelgate/runtime';
import { runStageTask, type StageCore, type TaskResult } from '../stages/run-stage-task';
import type { TargetNames } from '../stages/stage-context';

export interface StageOptions {
  /** What is wrong with the project as the workspace sees it; set by the plugin. */
  problem?: string;
  /** The judging stages that the project has; set by the plugin. */
  judges?: JudgingStage[];
  /** Names of targets that are not called as their stage; set by the plugin. */
  names?: TargetNames;
}

export type StageExecutor = (options: StageOptions, context: ExecutorContext) => Promise<TaskResult>;

/** The executor of a stage that runs in a process of its own. */
export function stageExecutor(stage: Stage, core: StageCore): StageExecutor {
  return (options, context) => {
    const { projectName, projectRoot } = projectOf(context);
    const task = {
      workspaceRoot: context.root,
      projectRoot,
      projectName,
      stage,
      say,
      signal: cancelOnExit(),
      judges: options.judges,
      names: options.names,
    };
    return runStageTask(task, core, options.problem);
  };
}

export function projectOf(
  context: ExecutorContext,
  name = context.projectName,
): { projectName: string; projectRoot: string } {
  const project = name === undefined ? undefined : context.projectsConfigurations.projects[name];
  if (name === undefined || project === undefined)
    throw new Error(`nx runs no project here: ${String(name)}`);
  return { projectName: name, projectRoot: project.root };
}

function say(line: string): void {
  console.log(line);
}
