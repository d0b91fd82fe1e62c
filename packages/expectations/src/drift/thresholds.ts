import { PRACTICAL_FLOORS, type Distance, type Threshold } from './distances';
import { samplingNoise, type NoiseInput } from './sampling-noise';

/** A threshold and why it is what it is. */
export interface AppliedThreshold {
  value: number;
  rule: 'explicit' | 'practical_floor' | 'sampling_noise';
  /** Of the rules that are not explicit. */
  floor?: number;
  noise?: number;
}

/** The number that a distance is compared with; undefined where nothing is. */
export function applyThreshold(
  distance: Distance,
  threshold: Threshold | undefined,
  input: NoiseInput,
): AppliedThreshold | undefined {
  if (threshold === undefined || threshold === 'off') return undefined;
  if (threshold !== 'auto') return { value: threshold, rule: 'explicit' };
  const floor = PRACTICAL_FLOORS[distance];
  const noise = samplingNoise(distance, input);
  return noise > floor
    ? { value: noise, rule: 'sampling_noise', floor, noise }
    : { value: floor, rule: 'practical_floor', floor, noise };
}
