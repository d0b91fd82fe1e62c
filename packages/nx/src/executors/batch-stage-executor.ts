import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { Stage } from '@modelgate/contracts';
import { runStageTask, type StageCore } from '../stages/run-stage-task';
import { projectOf, type StageOptions } from './stage-executor';

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

/** The executor of a stage that judges in TypeScript only: one process for all models, one result as each is done. */
export function batchStageExecutor(stage: Stage, core: StageCore): BatchStageExecutor {
  return async function* (taskGraph, options, _overrides, context) {
    for (const task of Object.values(taskGraph.tasks)) {
      const startTime = Date.now();
      const { success, lines } = await runOne(task.id, task.target.project);
      yield {
        task: task.id,
        result: { success, terminalOutput: `${lines.join('\n')}\n`, startTime, endTime: Date.now() },
      };
    }

    async function runOne(id: string, project: string): Promise<{ success: boolean; lines: string[] }> {
      const lines: string[] = [];
      const where = { workspaceRoot: context.root, ...projectOf(context, project) };
      try {
        const { success } = await runStageTask(
          { ...where, stage, say: (line) => void lines.push(line), names: options[id]?.names },
          core,
          options[id]?.problem,
        );
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
