import type { Stage } from '@modelgate/contracts/conventions';
import { benchmark } from '../../stages/benchmark';
import { evaluate } from '../../stages/evaluate';
import type { StageCore } from '../../stages/run-stage-task';

/** A stage that judges in TypeScript only, so that one process can do many of them. */
export interface JudgingStageCore {
  core: StageCore;
  /** Whether its runs are exported where nx.json asks for it. */
  exports: boolean;
}

export function judgingCore(stage: Stage): JudgingStageCore {
  if (stage === 'evaluate') return { core: evaluate, exports: true };
  if (stage === 'benchmark') return { core: benchmark, exports: false };
  throw new Error(`the executor @modelgate/nx:judge is for evaluate and benchmark, not for ${stage}`);
}
