import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { stageOf } from '../stage-of';
import type { StageExecutor, StageOptions } from '../stage-executor';

/**
 * The executor of every stage that runs in a process of its own: loads the code of the one that the target is for, and no
 * other. It is one executor for all, since `targetDefaults` has to name each executor.
 */
export default function executor(options: StageOptions, context: ExecutorContext): ReturnType<StageExecutor> {
  const stage = stageOf(options, context.targetName);
  const { default: run }: { default: StageExecutor } = createRequire(__filename)(
    join(__dirname, '..', stage, 'executor.js'),
  );
  return run(options, context);
}
