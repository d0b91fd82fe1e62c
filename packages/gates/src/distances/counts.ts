/** Why a distance cannot be computed from these figures. */
export class DistanceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DistanceError';
  }
}

/** Counts of two samples over the same bins or categories, in the same order. */
export interface CountPair {
  reference: readonly number[];
  current: readonly number[];
}

/** The shares of both, each summing to 1. @throws DistanceError where lengths differ, a count is negative or one has none */
export function sharesOf({ reference, current }: CountPair): { reference: number[]; current: number[] } {
  requireSameLength({ reference, current });
  return { reference: shares(reference, 'reference'), current: shares(current, 'current data') };
}

export function requireSameLength({ reference, current }: CountPair): void {
  if (reference.length !== current.length) {
    throw new DistanceError(
      `${reference.length} bins of the reference, but ${current.length} of the current data`,
    );
  }
}

export function total(counts: readonly number[], whose: string): number {
  let sum = 0;
  for (const count of counts) {
    if (!(count >= 0)) throw new DistanceError(`a count of the ${whose} is ${count}`);
    sum += count;
  }
  return sum;
}

function shares(counts: readonly number[], whose: string): number[] {
  const sum = total(counts, whose);
  if (!(sum > 0)) throw new DistanceError(`the ${whose} has no values`);
  return counts.map((count) => count / sum);
}
