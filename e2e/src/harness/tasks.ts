import type { NxRun } from './run-nx';

/** Ids of tasks (`credit-risk:train`), sorted. Tasks that Nx skipped behind a failed one appear nowhere. */
export interface TaskOutcomes {
  /** Ran and succeeded. No-op targets count here too: Nx does not cache them. */
  ran: string[];
  /** Served from the cache, restored or left as they were. */
  cached: string[];
  failed: string[];
}

/** What became of each task of a run, by Nx's own record of it. A run without tasks has three empty lists. */
export function tasks(run: NxRun): TaskOutcomes {
  const outcomes: TaskOutcomes = { ran: [], cached: [], failed: [] };
  for (const { taskId, cacheStatus, status } of run.record?.tasks ?? []) {
    if (status !== 0) outcomes.failed.push(taskId);
    else if (cacheStatus === 'cache-miss') outcomes.ran.push(taskId);
    else outcomes.cached.push(taskId);
  }
  outcomes.ran.sort();
  outcomes.cached.sort();
  outcomes.failed.sort();
  return outcomes;
}

/** The hash that Nx computed for each task of a run, by task id. */
export function taskHashes(run: NxRun): Record<string, string> {
  return Object.fromEntries((run.record?.tasks ?? []).map(({ taskId, hash }) => [taskId, hash]));
}
