import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { openDataset } from '../../stages/dataset-context';
import { runStageTask, type TaskResult } from '../../stages/run-stage-task';
import { openStage } from '../../stages/stage-context';
import { validateData } from '../../stages/validate-data';
import { validateDataset } from '../../stages/validate-dataset';
import { taskOf, type StageOptions } from '../stage-executor';

/** Checks the data of a model, or that of a data set, whichever the project is. */
export default function validateDataExecutor(
  options: StageOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  const task = taskOf('validate-data', options, context);
  const isModel = existsSync(join(task.workspaceRoot, task.projectRoot, 'model.yaml'));
  return isModel
    ? runStageTask(task, openStage, validateData, options.problem)
    : runStageTask(task, openDataset, validateDataset, options.problem);
}
