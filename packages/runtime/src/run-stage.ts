import type { StageResult } from '@modelgate/contracts';
import { stageOutcome } from './stage-outcome';
import { startStageProcess } from './stage-process';
import type { StageRun } from './stage-run';

/**
 * Runs one stage of a model in a Python process of its own, to its end. Events and printed lines are passed on while
 * it works. The result holds no failure: that is thrown.
 * @throws UserError that names the stage, the entry point and the last lines of the traceback: the model's code
 *   raised, hung past the timeout, ended the process, was killed, gave the wrong type; a package, an entry point, a
 *   column or the interpreter is missing; `signal` was aborted
 */
export async function runStage(run: StageRun): Promise<StageResult> {
  const child = await startStageProcess(run, (event) => run.onEvent?.(event));
  return stageOutcome(run, await child.ended);
}
