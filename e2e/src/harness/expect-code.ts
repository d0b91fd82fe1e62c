import type { NxRun } from './run-nx';

/** Asserts the exit code of a run and passes the run on; the failure shows everything that was printed. */
export function expectCode(code: number, run: NxRun): NxRun {
  if (run.code !== code) throw new Error(`nx exited with ${run.code}, not with ${code}:\n${run.all}`);
  return run;
}
