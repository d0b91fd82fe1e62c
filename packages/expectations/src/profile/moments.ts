import type { Dialect } from '../engine/dialect';
import type { Json } from '../json';
import type { Scale } from './numeric-bins';

export interface Moments {
  mean: number | null;
  /** The standard deviation of the population. */
  deviation: number | null;
}

/** Aggregates of the moments around a rough mean, which keeps the digits that sums of large numbers lose. */
export function momentCalls(x: string, { mean }: Scale, sql: Dialect): { first: string; second: string } {
  const off = `((${x}) - ${sql.double(mean)})`;
  return { first: sql.mean(off), second: sql.mean(`${off} * ${off}`) };
}

/** The moments, to twelve digits of a deviation: further ones depend on which thread is first. */
export function readMoments(scale: Scale, first: Json, second: Json): Moments {
  if (first === null || second === null) return { mean: null, deviation: null };
  const offset = Number(first);
  const deviation = Number(Math.sqrt(Math.max(0, Number(second) - offset * offset)).toPrecision(12));
  if (!Number.isFinite(offset) || !Number.isFinite(deviation)) return { mean: null, deviation: null };
  if (!(scale.deviation > 0)) return { mean: scale.mean, deviation: 0 };
  const decimals = Math.min(100, Math.max(0, Math.ceil(12 - Math.log10(scale.deviation))));
  return { mean: Number((scale.mean + offset).toFixed(decimals)), deviation };
}
