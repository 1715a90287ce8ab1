// Chooses two numeric columns for the axes: the pair in which a row's five nearest other rows predict its target best. Pairs are
// compared, since the two columns that are best alone may tell the same; nearest neighbours also recognise curved and crossed classes.
// Score for classes: the share of neighbours of the row's own class, averaged per class, so that a rare class counts as much as a
// frequent one. Score for a number: the share of its variance that the neighbours' mean explains.

export interface PairData {
  /** Names of numeric columns, the best predictors first. */
  names: readonly string[];
  /** One value per row; NaN where missing. */
  column: (name: string) => Float64Array;
  /** Per row the index of its class, or the number; NaN where missing. */
  truth: Float64Array;
  classes: boolean;
}

/** Limits of the search: 66 pairs on 300 rows are 6 million distances, about 50 ms. */
const mostColumns = 12;
const mostRows = 300;
const neighbours = 5;

/** The best pair, in the order of `names`; null with fewer than two numeric columns. */
export function bestPair({ names, column, truth, classes }: PairData): readonly [string, string] | null {
  const known = Array.from(truth.keys()).filter((row) => Number.isFinite(truth[row]));
  const every = Math.max(1, known.length / mostRows);
  const rows = Array.from(
    { length: Math.min(known.length, mostRows) },
    (_, k) => known[Math.floor(k * every)]!,
  );
  const targets = Float64Array.from(rows, (row) => truth[row]!);
  const some = names.slice(0, mostColumns);
  const scaled = some.map((name) => standardised(column(name), rows));
  const score = classes ? ownShare : explainedVariance;
  let best: readonly [string, string] | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < some.length; i++) {
    for (let j = i + 1; j < some.length; j++) {
      const told = score(nearest(scaled[i]!, scaled[j]!), targets);
      if (best !== null && !(told > most)) continue;
      best = [some[i]!, some[j]!];
      most = told;
    }
  }
  return best;
}

/** Standardised values of some rows; a missing value counts as the mean. */
function standardised(values: Float64Array, rows: readonly number[]): Float64Array {
  const here = Float64Array.from(rows, (row) => values[row]!);
  const finite = here.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / Math.max(1, finite.length);
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, finite.length);
  const scale = Math.sqrt(variance) || 1;
  return here.map((value) => (Number.isFinite(value) ? (value - mean) / scale : 0));
}

/** [row][neighbour]: indices of each row's nearest other rows. */
function nearest(x: Float64Array, y: Float64Array): Uint32Array[] {
  const count = Math.min(neighbours, x.length - 1);
  return Array.from(x, (atX, row) => {
    const found = new Uint32Array(Math.max(0, count));
    const distances = new Float64Array(found.length).fill(Number.POSITIVE_INFINITY);
    for (let other = 0; other < x.length; other++) {
      if (other === row) continue;
      const distance = (x[other]! - atX) ** 2 + (y[other]! - y[row]!) ** 2;
      let place = found.length;
      while (place > 0 && distance < distances[place - 1]!) place--;
      if (place === found.length) continue;
      found.copyWithin(place + 1, place);
      distances.copyWithin(place + 1, place);
      found[place] = other;
      distances[place] = distance;
    }
    return found;
  });
}

function ownShare(around: readonly Uint32Array[], truth: Float64Array): number {
  const sums = new Map<number, { share: number; rows: number }>();
  for (const [row, others] of around.entries()) {
    const own = truth[row]!;
    const same = others.reduce((sum, other) => sum + (truth[other] === own ? 1 : 0), 0);
    const so = sums.get(own) ?? { share: 0, rows: 0 };
    sums.set(own, { share: so.share + same / Math.max(1, others.length), rows: so.rows + 1 });
  }
  return [...sums.values()].reduce((sum, { share, rows }) => sum + share / rows, 0) / Math.max(1, sums.size);
}

function explainedVariance(around: readonly Uint32Array[], truth: Float64Array): number {
  const mean = truth.reduce((sum, value) => sum + value, 0) / Math.max(1, truth.length);
  let [left, all] = [0, 0];
  for (const [row, others] of around.entries()) {
    const said = others.reduce((sum, other) => sum + truth[other]!, 0) / Math.max(1, others.length);
    left += (truth[row]! - said) ** 2;
    all += (truth[row]! - mean) ** 2;
  }
  return all > 0 ? 1 - left / all : 0;
}
