import { DistanceError, requireSameLength, total, type CountPair } from './counts';

/** Added to every bin of both, so that an empty bin has a finite share (the Jeffreys prior of a multinomial). */
const ADDED = 0.5;

/**
 * Population stability index: the sum over bins of (q - p) ln(q / p), where p and q are the shares of the reference and
 * of the current data after half a count is added to every bin of both. 0 for equal shares, no upper bound.
 * Source: Jeffreys (1946), Proc. R. Soc. A 186:453-461 (as J divergence); Yurdakul and Naranjo (2020), J. Risk Model Validation 14(4).
 * @throws DistanceError where there is no bin, or a sample has no values
 */
export function psi({ reference, current }: CountPair): number {
  requireSameLength({ reference, current });
  if (reference.length === 0) throw new DistanceError('there is no bin');
  const before = total(reference, 'reference');
  const after = total(current, 'current data');
  if (before === 0 || after === 0) throw new DistanceError('one of the samples has no values');
  const added = ADDED * reference.length;
  let sum = 0;
  reference.forEach((count, bin) => {
    const p = (count + ADDED) / (before + added);
    const q = ((current[bin] ?? 0) + ADDED) / (after + added);
    sum += (q - p) * Math.log(q / p);
  });
  return sum;
}
