// How strongly two sampled columns are associated, as one number that can be compared between types of columns: the size of Pearson's
// correlation, the correlation ratio (square root of eta squared, corrected for the number of levels), Cramer's V.
import type { SampledColumn } from '../table/columnSample.ts';
import { beyondChance, correlation, countPairs, cramersV, explainedShare } from './association.ts';

type Numbers = Extract<SampledColumn, { kind: 'numbers' }>;
type Levels = Extract<SampledColumn, { kind: 'levels' }>;

/** 0..1; 0 where the columns are not associated or too few rows have both values. */
export async function sampledStrength(first: SampledColumn, second: SampledColumn): Promise<number> {
  if (first.kind === 'levels' && second.kind === 'levels') {
    const counts = await countPairs(first.codes, second.codes, [first.levels, second.levels]);
    return cramersV(counts) ?? 0;
  }
  if (first.kind === 'numbers' && second.kind === 'numbers') return ofNumbers(first, second);
  return first.kind === 'numbers' ? ratio(first, second as Levels) : ratio(second as Numbers, first);
}

async function ofNumbers({ values: x }: Numbers, { values: y }: Numbers): Promise<number> {
  const [xs, ys] = [new Float64Array(x.length), new Float64Array(x.length)];
  let rows = 0;
  for (let row = 0; row < x.length; row++) {
    if (Number.isNaN(x[row]) || Number.isNaN(y[row])) continue;
    xs[rows] = x[row]!;
    ys[rows++] = y[row]!;
  }
  if (rows < fewestRows) return 0;
  return Math.abs((await correlation(xs.subarray(0, rows), ys.subarray(0, rows))) ?? 0);
}

/** With fewer rows columns may be associated by chance. */
const fewestRows = 10;

async function ratio({ values }: Numbers, { codes, levels }: Levels): Promise<number> {
  const known = new Float64Array(values.length);
  const itsCode = new Int32Array(values.length);
  let rows = 0;
  for (let row = 0; row < values.length; row++) {
    if (codes[row]! < 0 || Number.isNaN(values[row])) continue;
    known[rows] = values[row]!;
    itsCode[rows++] = codes[row]!;
  }
  if (rows < fewestRows || rows <= levels) return 0;
  const share = await explainedShare(known.subarray(0, rows), itsCode.subarray(0, rows), levels);
  return Math.sqrt(Math.max(0, beyondChance(share ?? 0, rows, levels)));
}
