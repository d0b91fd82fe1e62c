import type { MeasureCommand, StageResult } from '@modelgate/contracts';
import { stageOutcome } from './stage-outcome';
import { startStageProcess } from './stage-process';
import type { StageRun } from './stage-run';

/** A model that is loaded and waits to be timed. */
export interface MeasureProcess {
  /** Seconds of each of `calls` calls of predict on batches of `batch_size` rows. One block at a time. */
  block(command: MeasureCommand): Promise<number[]>;
  /** Ends the process after the block under way and gives its result. */
  stop(): Promise<StageResult>;
}

/**
 * Starts the stage `measure` on a request without `measure.once`, and waits until its model is loaded.
 * @throws UserError as `runStage`, here and from `block` and `stop`
 */
export async function startMeasureProcess(run: StageRun): Promise<MeasureProcess> {
  let ready: () => void = () => undefined;
  let measured: ((seconds: number[]) => void) | undefined;
  const loaded = new Promise<void>((resolve) => (ready = resolve));
  const child = await startStageProcess(run, (event) => {
    if (event.type === 'ready') ready();
    if (event.type === 'block') measured?.(event.seconds);
    run.onEvent?.(event);
  });
  const result = child.ended.then((end) => stageOutcome(run, end));
  // Whoever waits for a block or the end gets the error; until then it is no unhandled one.
  result.catch(() => undefined);
  const tooEarly = result.then((): never => {
    throw new Error('a process of the stage measure ended before it was stopped');
  });
  tooEarly.catch(() => undefined);

  let underWay: Promise<unknown> = Promise.resolve();
  await Promise.race([loaded, tooEarly]);
  return {
    block(command) {
      const block = underWay.then(() => {
        const seconds = new Promise<number[]>((resolve) => (measured = resolve));
        child.send(JSON.stringify(command));
        return Promise.race([seconds, tooEarly]);
      });
      underWay = block.catch(() => undefined);
      return block;
    },
    async stop() {
      await underWay;
      child.closeInput();
      return result;
    },
  };
}
