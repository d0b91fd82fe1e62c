import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { Stage } from '@modelgate/contracts';
import { withExport } from '../exporters/with-export';
import { runStageTask } from '../stages/run-stage-task';
import { openStage } from '../stages/stage-context';
import type { JudgingStageCore } from './judge/cores';
import { projectOf, type StageOptions } from './stage-executor';
import { stageOf } from './stage-of';

export interface BatchedResult {
  task: string;
  result: { success: boolean; terminalOutput: string; startTime: number; endTime: number };
}

export type BatchStageExecutor = (
  taskGraph: TaskGraph,
  options: Record<string, StageOptions>,
  overrides: StageOptions,
  context: ExecutorContext,
) => AsyncGenerator<BatchedResult>;

/** The executor of stages that judge in TypeScript only: one process for all models, one result as each is done. */
export function batchStageExecutor(coreOf: (stage: Stage) => JudgingStageCore): BatchStageExecutor {
  return async function* (taskGraph, options, _overrides, context) {
    for (const task of Object.values(taskGraph.tasks)) {
      const startTime = Date.now();
      const { success, lines } = await runOne(task.id, task.target);
      yield {
        task: task.id,
        result: { success, terminalOutput: `${lines.join('\n')}\n`, startTime, endTime: Date.now() },
      };
    }

    async function runOne(
      id: string,
      { project, target }: { project: string; target: string },
    ): Promise<{ success: boolean; lines: string[] }> {
      const lines: string[] = [];
      const where = { workspaceRoot: context.root, ...projectOf(context, project) };
      const say = (line: string) => void lines.push(line);
      const given = options[id] ?? {};
      const stage = stageOf(given, target);
      const { core, exports } = coreOf(stage);
      const task = { ...where, stage, say, names: given.names };
      const run = () => runStageTask(task, openStage, core, given.problem);
      try {
        const { success } = exports ? await withExport(task, context.nxJsonConfiguration, run) : await run();
        return { success, lines };
      } catch (error) {
        // A defect in the judging of one model must not take the verdicts of the others with it.
        return {
          success: false,
          lines: [...lines, error instanceof Error ? (error.stack ?? error.message) : String(error)],
        };
      }
    }
  };
}
