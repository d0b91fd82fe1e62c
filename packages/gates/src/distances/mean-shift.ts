import { DistanceError } from './counts';

/**
 * The difference of the means over the population standard deviation of the reference: above 0 where the current mean is
 * larger. Source: Glass (1976), Educational Researcher 5(10):3-8 (the reference is the control group).
 * @throws DistanceError where all values of the reference are equal: there is no unit to measure in
 */
export function meanShift({
  reference,
  current,
}: {
  reference: { mean: number; deviation: number };
  current: { mean: number };
}): number {
  return (current.mean - reference.mean) / requireDeviation(reference.deviation);
}

/** @throws DistanceError where the deviation is 0 or not finite */
export function requireDeviation(deviation: number): number {
  if (!(deviation > 0) || !Number.isFinite(deviation)) {
    throw new DistanceError('the standard deviation of the reference is 0, so nothing can be measured in it');
  }
  return deviation;
}
