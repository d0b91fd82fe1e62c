/** Mean and population standard deviation, by two passes. NaN where there are no values. */
export function momentsOf(values: ArrayLike<number>): { mean: number; deviation: number } {
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index] ?? NaN;
  const mean = sum / count;
  let squares = 0;
  for (let index = 0; index < count; index++) squares += ((values[index] ?? NaN) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
