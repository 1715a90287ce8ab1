// What goes over millions of rows lets others have their turn: counted are the turns that a neighbour got meanwhile.
import { expect, it } from 'vitest';
import { countDistinct } from '../../../app/dataset/numbers/distinctNumbers.ts';
import { Random } from '../../../app/dataset/numbers/random.ts';
import { sortRows } from '../../../app/dataset/numbers/sortRows.ts';
import { cutByTime } from '../../../app/dataset/split/splitByTime.ts';
import { assignByShare, shuffledStrata } from '../../../app/dataset/split/stratified.ts';
import { evaluate } from '../../../app/evaluation/evaluate.ts';

async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let next: NodeJS.Immediate;
  const turn = () => {
    turns++;
    next = setImmediate(turn);
  };
  next = setImmediate(turn);
  await work;
  clearImmediate(next);
  return turns;
}

const count = 2_000_000;
const rows = Uint32Array.from({ length: count }, (_, row) => row);
const values = Float64Array.from(rows, (row) => (row * 7919) % 1_000_003);
const shares = [0.7, 0.15, 0.15];

const part = {
  rows,
  truth: values,
  predictions: { kind: 'numeric' as const, names: ['a'], values: values.map((value) => value + 1) },
};
const works: [what: string, work: () => Promise<unknown>, least: number][] = [
  ['shuffling rows', () => shuffledStrata(rows, null, new Random(1)), 6],
  ['assigning rows to parts', () => assignByShare(rows, [rows], shares, { trainFirst: true }), 18],
  ['counting what is different', () => countDistinct(values), 18],
  ['sorting rows', () => sortRows(rows, values, false), 2],
  ['cutting by time', () => cutByTime(rows, values, shares), 16],
  [
    'scoring',
    () => evaluate({ runId: '', fingerprint: '', parts: { train: part, validation: part, test: part } }),
    8,
  ],
];
it.each(works)('%s', async (_what, work, least) => {
  expect(await turnsDuring(work())).toBeGreaterThanOrEqual(least);
});
