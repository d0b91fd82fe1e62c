import { createHash } from 'node:crypto';
import { expectCode, tasks, type NxRun, type Workspace } from './harness';

export const CACHED = [
  'validate-data',
  'train-smoke',
  'train',
  'score',
  'evaluate',
  'measure',
  'benchmark',
] as const;

/** A letter a stage, in the order in which they run: V S T C E M B. */
const LETTERS: Record<string, string> = {
  'validate-data': 'V',
  'train-smoke': 'S',
  train: 'T',
  score: 'C',
  evaluate: 'E',
  measure: 'M',
  benchmark: 'B',
};

/** Few calls: these tests look at what runs, not at how long it takes. */
export const QUICK_MEASURE =
  'schema: modelgate.measure/v1\nbatch_sizes: [1]\nblocks: 2\ncalls: 2\nwarmup: 0\nstarts: 1\n';

/**
 * Generates models that measure quickly, judges them and accepts their first baselines.
 * @throws an error that begins with UNPREPARED, so that it is not taken for the failure of a test
 */
export async function modelsWithBaselines(ws: Workspace, names: string[]): Promise<void> {
  try {
    await prepare(ws, names);
  } catch (error) {
    throw new Error(`${UNPREPARED}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const UNPREPARED = 'the workspace of these tests cannot be prepared';

async function prepare(ws: Workspace, names: string[]): Promise<void> {
  for (const name of names) {
    expectCode(0, await ws.nx(['generate', 'ml-model', name]));
    ws.write(`models/${name}/measure.yaml`, QUICK_MEASURE);
  }
  ws.commit('Add models');
  expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
  for (const name of names)
    expectCode(0, await ws.nx(['generate', 'accept-baseline', name, '--reason=first']));
  ws.commit('Accept the first baselines');
  expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
}

/** A pointer as `dvc add` writes it. */
export function pointerOf(text: string, path: string): string {
  const md5 = createHash('md5').update(text).digest('hex');
  return `outs:\n- md5: ${md5}\n  size: ${Buffer.byteLength(text)}\n  hash: md5\n  path: ${path}\n`;
}

/** The stages of a model that a run did not serve from the cache, as letters; a failed one counts. */
export function rerun(run: NxRun, model: string): string {
  const { ran, failed } = tasks(run);
  const wanted = new Set([...ran, ...failed]);
  return CACHED.filter((stage) => wanted.has(`${model}:${stage}`))
    .map((stage) => LETTERS[stage])
    .join(' ');
}
