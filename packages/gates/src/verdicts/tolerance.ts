/**
 * Figures that differ by no more than 1e-12 of the largest figure that went into them count as equal, so that decimal
 * numbers behave as people write them: 0.98 - 0.96 is 0.020000000000000018 in binary, and 0.02 by this rule. Metrics
 * of a billion rows still differ by more than that when a single row does.
 */
const RELATIVE = 1e-12;

/** Whether `value` and `limit` are equal; `parts` are the figures that `value` was computed from. */
export function isEqual(value: number, limit: number, ...parts: number[]): boolean {
  const scale = Math.max(Math.abs(value), Math.abs(limit), ...parts.map(Math.abs));
  return Math.abs(value - limit) <= RELATIVE * scale;
}

export function isAtLeast(value: number, limit: number, ...parts: number[]): boolean {
  return value >= limit || isEqual(value, limit, ...parts);
}

export function isAtMost(value: number, limit: number, ...parts: number[]): boolean {
  return value <= limit || isEqual(value, limit, ...parts);
}
