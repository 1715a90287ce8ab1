// How many rows' classes one feature alone predicts: each row gets the most frequent class among the rows with the same level,
// or in the same interval of a number. Intervals hold many rows, so that they do not hold a single class by chance.
import { firstRows, sortRows } from '../numbers/sortRows.ts';

/** Fewest rows per interval, and most intervals. */
const fewestRows = 20;
const mostIntervals = 64;

export interface Told {
  rows: number;
  right: number;
  /** Rows that the most frequent class alone predicts correctly. */
  guessed: number;
}

/** `feature` and `classes` (codes) belong to the same rows; none is missing. */
export async function oneFeatureAccuracy(
  feature: Float64Array,
  classes: Float64Array,
  kind: 'numbers' | 'levels',
): Promise<Told> {
  const rows = feature.length;
  const all = firstRows(feature.length);
  const guessed = mostFrequent(all, classes);
  const order = await sortRows(all, feature, false);
  const size = kind === 'levels' ? 1 : Math.max(fewestRows, rows / mostIntervals);
  let right = 0;
  let from = 0;
  for (let i = 1; i <= rows; i++) {
    const ends = i === rows || (i - from >= size && feature[order[i]!] !== feature[order[i - 1]!]);
    if (!ends) continue;
    right += mostFrequent(order.subarray(from, i), classes);
    from = i;
  }
  if (kind === 'numbers') right = Math.max(right, bestCut(feature, classes, order));
  return { rows, right, guessed };
}

function mostFrequent(rows: Uint32Array, classes: Float64Array): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const row of rows) {
    const count = (counts.get(classes[row]!) ?? 0) + 1;
    counts.set(classes[row]!, count);
    if (count > most) most = count;
  }
  return most;
}

/** For two classes: how many rows the best single threshold classifies correctly. For more classes 0. */
function bestCut(feature: Float64Array, classes: Float64Array, order: Uint32Array): number {
  const names = [...new Set(classes)];
  if (names.length !== 2) return 0;
  const totals = names.map((name) => classes.reduce((sum, value) => sum + (value === name ? 1 : 0), 0));
  const below = [0, 0];
  let best = 0;
  for (let i = 0; i < order.length; i++) {
    below[classes[order[i]!] === names[0] ? 0 : 1]!++;
    if (i + 1 < order.length && feature[order[i]!] === feature[order[i + 1]!]) continue;
    const straight = below[0]! + totals[1]! - below[1]!;
    best = Math.max(best, straight, order.length - straight);
  }
  return best;
}
