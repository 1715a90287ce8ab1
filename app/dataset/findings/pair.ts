// How two columns of a table are related, for display: a number for how strongly, and what to draw.
import type { Pair } from '../../contract/table/dataset.ts';
import type { Categories } from '../cells/cellFacts.ts';
import { evenRows } from '../numbers/evenRows.ts';
import { quantiles } from '../numbers/quantiles.ts';
import { inSteps } from '../resources/inSteps.ts';
import type { Table } from '../table/table.ts';
import { correlation, countPairs, cramersV, explainedShare, ranks, rowsOfPair } from './association.ts';

/** More points would cover each other. */
const mostPoints = 2_000;
/** More levels do not fit side by side. */
const mostLevels = 12;

/** Numeric columns are treated as numbers, all others as levels. Large tables are read in steps, so that the event loop can
 *  handle other work. Rejects with AppError column_unknown. */
export async function pairColumns(table: Table, first: string, second: string): Promise<Pair> {
  const [one, two] = [isNumber(table, first), isNumber(table, second)];
  if (one && two) return pairNumbers(await table.numbers(first), await table.numbers(second));
  if (!one && !two) return pairLevels(await table.categories(first), await table.categories(second));
  const [category, number] = one ? [second, first] : [first, second];
  const mixed = await pairMixed(await table.numbers(number), await table.categories(category));
  return { ...mixed, category: one ? 'second' : 'first' };
}

function isNumber(table: Table, name: string): boolean {
  return table.columns.find((column) => column.name === name)?.type === 'number';
}

async function pairNumbers(first: Float64Array, second: Float64Array): Promise<Pair> {
  const x = new Float64Array(first.length);
  const y = new Float64Array(first.length);
  let rows = 0;
  await inSteps(first.length, (from, to) => {
    for (let row = from; row < to; row++) {
      if (Number.isNaN(first[row]) || Number.isNaN(second[row])) continue;
      x[rows] = first[row]!;
      y[rows++] = second[row]!;
    }
  });
  const [xs, ys] = [x.subarray(0, rows), y.subarray(0, rows)];
  return {
    kind: 'numbers',
    rows,
    correlation: await correlation(xs, ys),
    rankCorrelation: await correlation(await ranks(xs), await ranks(ys)),
    points: Array.from(evenRows(rows, mostPoints), (row) => [xs[row]!, ys[row]!]),
  };
}

async function pairLevels(first: Categories, second: Categories): Promise<Pair> {
  const counts = await countPairs(first.codes, second.codes, [first.levels.length, second.levels.length]);
  const [down, across] = [mostFrequent(counts.firstRows), mostFrequent(counts.secondRows)];
  return {
    kind: 'categories',
    rows: counts.rows,
    association: cramersV(counts),
    first: down.map((code) => first.levels[code]!),
    second: across.map((code) => second.levels[code]!),
    counts: down.map((a) => across.map((b) => rowsOfPair(counts, a, b))),
  };
}

/** Codes of the levels with the most rows, at most `mostLevels`, most frequent first. */
function mostFrequent(rows: Uint32Array): number[] {
  const most: number[] = [];
  for (let code = 0; code < rows.length; code++) {
    let index = most.length;
    while (index > 0 && rows[most[index - 1]!]! < rows[code]!) index--;
    if (rows[code] === 0 || index === mostLevels) continue;
    most.splice(index, 0, code);
    if (most.length > mostLevels) most.pop();
  }
  return most;
}

async function pairMixed(
  numbers: Float64Array,
  { codes, levels }: Categories,
): Promise<Omit<Extract<Pair, { kind: 'mixed' }>, 'category'>> {
  const values = new Float64Array(numbers.length);
  const codeOf = new Int32Array(numbers.length);
  const counts = new Uint32Array(levels.length);
  let rows = 0;
  await inSteps(numbers.length, (from, to) => {
    for (let row = from; row < to; row++) {
      const code = codes[row]!;
      if (code < 0 || Number.isNaN(numbers[row])) continue;
      values[rows] = numbers[row]!;
      codeOf[rows++] = code;
      counts[code]!++;
    }
  });
  const [known, itsCode] = [values.subarray(0, rows), codeOf.subarray(0, rows)];
  const shown = mostFrequent(counts);
  const groups = await valuesOf(known, itsCode, shown, counts);
  return {
    kind: 'mixed',
    rows,
    explained: await explainedShare(known, itsCode, levels.length),
    groups: shown.map((code, k) => {
      const [min, q25, median, q75, max] = quantiles(groups[k]!, [0, 0.25, 0.5, 0.75, 1]);
      const figures = { min: min!, q25: q25!, median: median!, q75: q75!, max: max! };
      return { level: levels[code]!, rows: groups[k]!.length, ...figures };
    }),
  };
}

/** The numbers of each of the `shown` levels. */
async function valuesOf(
  values: Float64Array,
  codes: Int32Array,
  shown: number[],
  counts: Uint32Array,
): Promise<Float64Array[]> {
  const groups = shown.map((code) => new Float64Array(counts[code]!));
  const indexOf = new Map(shown.map((code, k) => [code, k]));
  const filled = new Uint32Array(shown.length);
  await inSteps(values.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const index = indexOf.get(codes[i]!);
      if (index !== undefined) groups[index]![filled[index]!++] = values[i]!;
    }
  });
  return groups;
}
