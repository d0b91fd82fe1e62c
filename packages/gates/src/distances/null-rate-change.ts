import { DistanceError } from './counts';

export interface Missing {
  rows: number;
  missing: number;
}

/**
 * How much the share of missing values rose (above 0) or fell (below 0), in shares of rows: -1 to 1.
 * @throws DistanceError where a sample has no rows
 */
export function nullRateChange({ reference, current }: { reference: Missing; current: Missing }): number {
  if (reference.rows === 0 || current.rows === 0) throw new DistanceError('one of the samples has no rows');
  return current.missing / current.rows - reference.missing / reference.rows;
}
