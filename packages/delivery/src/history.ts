import type { EnvironmentState, HistoryEntry } from '@modelgate/contracts';

/** The state of an environment to which nothing was deployed yet. */
export function emptyState(model: string, environment: string): EnvironmentState {
  return { schema: 'modelgate.environment/v1', model, environment, sequence: 0, current: null, history: [] };
}

/**
 * Versions that the environment was rolled back from: whose last run in it, of those that ended, was ended by a
 * rollback. A run begins with the entry of a version and ends with the next entry; so a version that was deployed
 * again afterwards and then replaced by a deploy is good again.
 */
export function rolledBackFrom(history: readonly HistoryEntry[]): Set<string> {
  const bad = new Set<string>();
  history.forEach((entry, index) => {
    const next = history[index + 1];
    if (!next || next.version === entry.version) return;
    if (next.action === 'rollback') bad.add(entry.version);
    else bad.delete(entry.version);
  });
  return bad;
}

/** The last version before the current one that differs from it and was not rolled back from; undefined where none is. */
export function previousGood({ history, current }: EnvironmentState): string | undefined {
  const bad = rolledBackFrom(history);
  return history.findLast(({ version }) => version !== current && !bad.has(version))?.version;
}

/** `alice deployed 3f2a1b0c9d8e at 2025-11-24T20:30:00Z (sequence 4): reason`. */
export function describeEntry({ action, by, version, at, sequence, reason }: HistoryEntry): string {
  const verb = action === 'deploy' ? 'deployed' : 'rolled back to';
  return `${by} ${verb} ${version.slice(0, 12)} at ${at} (sequence ${sequence})${reason ? `: ${reason}` : ''}`;
}
