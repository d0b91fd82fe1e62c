import type { ExecutorContext } from '@nx/devkit';
import { lockDataset } from '../../stages/lock-data';
import type { TaskResult } from '../../stages/run-stage-task';
import { taskOf, type StageOptions } from '../stage-executor';

export default function lockDataExecutor(
  options: StageOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return lockDataset(taskOf('lock-data', options, context), options.problem);
}
