import type { ExecutorContext } from '@nx/devkit';
import {
  exportedStageExecutor,
  stageExecutor,
  type StageExecutor,
  type StageOptions,
} from '../stage-executor';
import { stageOf } from '../stage-of';
import { judgingCore } from './cores';

export default function executor(options: StageOptions, context: ExecutorContext): ReturnType<StageExecutor> {
  const stage = stageOf(options, context.targetName);
  const { core, exports } = judgingCore(stage);
  return (exports ? exportedStageExecutor : stageExecutor)(stage, core)(options, context);
}
