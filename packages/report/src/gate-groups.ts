import type { Effect, GateResult } from '@modelgate/contracts';

/** How a gate is shown: by what it does to the exit code; `skipped` where it decided nothing. */
export type GateStatus = Effect | 'skipped';

export function statusOf(gate: GateResult): GateStatus {
  return gate.effect === 'pass' && gate.outcome === 'skipped' ? 'skipped' : gate.effect;
}

/** Gates by status, each group in the order of the report. */
export function groupGates(gates: readonly GateResult[]): Record<GateStatus, GateResult[]> {
  const groups: Record<GateStatus, GateResult[]> = { fail: [], warn: [], pass: [], skipped: [] };
  for (const gate of gates) groups[statusOf(gate)].push(gate);
  return groups;
}

/** Failing gates first, then warnings, passed and skipped ones. */
export function bySeverity(gates: readonly GateResult[]): GateResult[] {
  const groups = groupGates(gates);
  return [...groups.fail, ...groups.warn, ...groups.pass, ...groups.skipped];
}

/** `failed`, `passed with warnings`, `passed`. */
export function outcomeWords(outcome: Effect): string {
  return outcome === 'fail' ? 'failed' : outcome === 'warn' ? 'passed with warnings' : 'passed';
}

/** What a gate's row says beside its title: `fail`, `warning`, `pass`, `skipped`, `inconclusive`. */
export function statusWord(gate: GateResult): string {
  const status = statusOf(gate);
  if (gate.outcome === 'inconclusive') return status === 'fail' ? 'fail (inconclusive)' : 'inconclusive';
  return status === 'warn' ? 'warning' : status;
}

/** `1 failed, 2 warnings, 5 passed`: only the groups that have something in them. */
export function countWords(gates: readonly GateResult[]): string {
  const { fail, warn, pass, skipped } = groupGates(gates);
  return [
    fail.length > 0 && `${fail.length} failed`,
    warn.length > 0 && `${warn.length} ${warn.length === 1 ? 'warning' : 'warnings'}`,
    pass.length > 0 && `${pass.length} passed`,
    skipped.length > 0 && `${skipped.length} skipped`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}
