import type { Distance, Threshold } from './distances';
import type { Measure } from './drift-result';
import type { Measured } from './measure-column';
import type { NoiseInput } from './sampling-noise';
import { applyThreshold } from './thresholds';

/** Distances that fall as well as rise. */
const SIGNED: readonly Distance[] = ['mean_shift', 'null_rate'];

export interface Judging {
  distance: Distance;
  measured: Measured;
  threshold: Threshold | undefined;
  /** Whether nobody asked for this distance: where it is not defined, nothing is missing. */
  byDefault: boolean;
  noise: NoiseInput;
  minRows: number;
}

/** A distance may equal its threshold and not exceed it; with too few rows, or where it is not known well enough, nothing is decided. */
export function judgeMeasure({
  distance,
  measured,
  threshold: wanted,
  byDefault,
  noise,
  minRows,
}: Judging): Measure {
  const threshold = applyThreshold(distance, wanted, noise);
  const tooFew = Math.min(noise.reference, noise.current) < minRows;
  const known = {
    distance,
    value: 'value' in measured ? measured.value : null,
    ...('bounds' in measured ? { bounds: measured.bounds } : {}),
    ...('because' in measured ? { because: measured.because } : {}),
    ...(threshold && Number.isFinite(threshold.value) ? { threshold } : {}),
  };
  if (!threshold) return { ...known, outcome: 'skipped' };
  if (tooFew) return { ...known, outcome: 'inconclusive', because: tooFewRows(noise, minRows) };
  if ('because' in measured) return { ...known, outcome: byDefault ? 'skipped' : 'inconclusive' };
  const { lower, upper } = boundsOf(measured, distance);
  const outcome = lower > threshold.value ? 'fail' : upper <= threshold.value ? 'pass' : 'inconclusive';
  return { ...known, outcome };
}

/** Between which bounds the size of a distance lies. */
function boundsOf(
  measured: Exclude<Measured, { because: string }>,
  distance: Distance,
): { lower: number; upper: number } {
  if ('bounds' in measured) return measured.bounds;
  const size = SIGNED.includes(distance) ? Math.abs(measured.value) : measured.value;
  return { lower: size, upper: size };
}

function tooFewRows({ reference, current }: NoiseInput, minRows: number): string {
  return `${reference} of the reference and ${current} of the data, and a verdict needs ${minRows} of both`;
}
