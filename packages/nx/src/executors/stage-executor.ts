import type { ExecutorContext } from '@nx/devkit';
import type { JudgingStage, Stage } from '@modelgate/contracts';
import { cancelOnExit } from '@modelgate/runtime';
import { withExport } from '../exporters/with-export';
import { runStageTask, type StageCore, type TaskResult } from '../stages/run-stage-task';
import { openStage, type StageTask, type TargetNames } from '../stages/stage-context';

export interface StageOptions {
  /** The stage of a target that is called otherwise. */
  stage?: Stage;
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
  return (options, context) =>
    runStageTask(taskOf(stage, options, context), openStage, core, options.problem);
}

/** The executor of a stage whose runs are exported where nx.json asks for it. */
export function exportedStageExecutor(stage: Stage, core: StageCore): StageExecutor {
  return (options, context) => {
    const task = taskOf(stage, options, context);
    const run = () => runStageTask(task, openStage, core, options.problem);
    return withExport(task, context.nxJsonConfiguration, run);
  };
}

/** What a task needs to know of its nx command. */
export function taskOf(stage: Stage, options: StageOptions, context: ExecutorContext): StageTask {
  return {
    workspaceRoot: context.root,
    ...projectOf(context),
    stage,
    say,
    signal: cancelOnExit(),
    judges: options.judges,
    names: options.names,
    rootOf: (project) => context.projectsConfigurations.projects[project]?.root,
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
