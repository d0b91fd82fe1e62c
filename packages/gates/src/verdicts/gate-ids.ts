import type { GateResult } from '@modelgate/contracts';

/** Numbers repeated ids in the order of the policy, so that two gates on one metric stay apart: `accuracy/min#2`. */
export function distinctIds(results: readonly GateResult[]): GateResult[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const count = (seen.get(result.id) ?? 0) + 1;
    seen.set(result.id, count);
    return count === 1 ? result : { ...result, id: `${result.id}#${count}` };
  });
}
