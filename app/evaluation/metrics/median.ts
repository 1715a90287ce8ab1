/** At least one value; sorts them in place. */
export function median(values: Float64Array): number {
  values.sort();
  const middle = values.length / 2;
  if (!Number.isInteger(middle)) return values[Math.floor(middle)]!;
  const [low, high] = [values[middle - 1]!, values[middle]!];
  return low + (high - low) / 2;
}
