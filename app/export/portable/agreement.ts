// How far predictions that another program made are from the app's own: the number beside "32 golden rows, largest difference".

export interface Agreement {
  rows: number;
  /** The largest relative difference: of a number to its own size or, if that is more, to the typical size (root mean square) of its
   *  column; NaN or a missing number on one side only is infinite. */
  largest: number;
  /** The row of the largest difference, from 0, and its column among the outputs. */
  worst: { row: number; output: number; expected: number; found: number } | null;
}

/** Both are rows x outputs. Throws RangeError where their shapes differ. */
export function agreement(expected: readonly number[][], found: readonly number[][]): Agreement {
  if (expected.length !== found.length)
    throw new RangeError(`There are ${found.length} rows of predictions instead of ${expected.length}.`);
  const typical = typicalSizes(expected);
  let [largest, worst]: [number, Agreement['worst']] = [0, null];
  for (const [row, numbers] of expected.entries()) {
    if (found[row]!.length !== numbers.length)
      throw new RangeError(`Row ${row} has ${found[row]!.length} predictions instead of ${numbers.length}.`);
    for (const [output, number] of numbers.entries()) {
      const difference = relativeDifference(number, found[row]![output]!, typical[output]!);
      if (worst !== null && difference <= largest) continue;
      largest = difference;
      worst = { row, output, expected: number, found: found[row]![output]! };
    }
  }
  return { rows: expected.length, largest, worst };
}

function relativeDifference(expected: number, found: number, typical: number): number {
  if (Object.is(expected, found) || expected === found) return 0;
  const difference = Math.abs(found - expected) / Math.max(Math.abs(expected), typical);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

function typicalSizes(rows: readonly number[][]): number[] {
  return (rows[0] ?? []).map((_, output) => {
    const finite = rows.map((row) => row[output]!).filter(Number.isFinite);
    return Math.sqrt(finite.reduce((sum, x) => sum + x * x, 0) / Math.max(1, finite.length));
  });
}
