// Matrices of tables of many spans: whatever rows are asked for, and in whatever pieces, each number is the one that its column's
// preparation makes of it.
import { expect, it } from 'vitest';
import type { InputPreparation, Preparation } from '../../../app/contract/model.ts';
import { encodeInputs, piecesOf } from '../../../app/dataset/encode.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { lines, opened, written } from './writtenTable.ts';

// More than three columns of numbers have in a span, and more than there are in a piece.
const rows = 300_000;
const cells = (i: number) => [i % 11 === 0 ? '' : i, Math.sin(i), i % 4 === 0 ? 'NA' : i / 2, `w${i % 3}`];
const table = async () =>
  opened(await written(lines('a,b,spelled,word', rows, (i) => cells(i).join())), { engine: loadEngine() });

const scaled = { median: 7, mean: 3, scale: 2 };
const numeric = (column: string, more: object = {}): InputPreparation => ({
  ...{ kind: 'numeric', column, ...scaled },
  ...more,
});
const target = { kind: 'numeric' as const, columns: [], link: 'identity' as const };
const numbersOnly: Preparation = {
  inputs: [numeric('b'), numeric('a', { indicator: true }), numeric('b', { log: true })],
  target,
};
const mixed: Preparation = {
  inputs: [
    numeric('a'),
    { kind: 'oneHot', column: 'word', levels: ['w0', 'w2'] },
    numeric('b'),
    numeric('spelled'),
  ],
  target,
};

const asScaled = (value: number) => Math.fround((value - 3) / 2);
const logarithm = (value: number) => (value < 0 ? -Math.log1p(-value) : Math.log1p(value));
const numbersOf = (i: number) => {
  const missing = i % 11 === 0;
  return [
    asScaled(Math.sin(i)),
    asScaled(missing ? 7 : i),
    missing ? 1 : 0,
    asScaled(logarithm(Math.sin(i))),
  ];
};
const mixedOf = (i: number) => [
  asScaled(i % 11 === 0 ? 7 : i),
  ...[i % 3 === 0 ? 1 : 0, i % 3 === 2 ? 1 : 0],
  ...[asScaled(Math.sin(i)), asScaled(i % 4 === 0 ? 7 : i / 2)],
];

const wanted = (of: Uint32Array, inputs: (i: number) => number[]) => {
  const width = inputs(0).length;
  const all = new Float32Array(of.length * width);
  for (const [place, row] of of.entries()) all.set(inputs(row), place * width);
  return all;
};

const same = (found: Float32Array, expected: Float32Array) =>
  expect(Buffer.compare(Buffer.from(found.buffer), Buffer.from(expected.buffer))).toBe(0);

const all = Uint32Array.from({ length: rows }, (_, i) => i);
const choices: [what: string, rows: Uint32Array][] = [
  ['all rows', all],
  ['some rows in their order', all.filter((row) => row % 7 === 3 || (row > 100_000 && row < 140_000))],
  [
    'two runs of rows, one after the other',
    new Uint32Array([...all.slice(250_000), ...all.slice(0, 60_000)]),
  ],
  ['few rows far apart', Uint32Array.of(0, 174_762, 299_999)],
  ['no rows', new Uint32Array(0)],
];
it.each(choices)('%s', async (_what, chosen) => {
  const open = await table();
  expect(['a', 'b', 'spelled'].map((name) => open.hasSpans(name))).toEqual([true, true, false]);
  same((await encodeInputs(open, numbersOnly, chosen)).features, wanted(chosen, numbersOf));
  same((await encodeInputs(open, mixed, chosen)).features, wanted(chosen, mixedOf));
});

it('pieces make up the whole, and there is one where levels would be looked up again', async () => {
  const open = await table();
  const pieces = [...piecesOf(open, numbersOnly, all)];
  expect(pieces.map(({ length }) => length)).toEqual([2 ** 18, rows - 2 ** 18]);
  for (const piece of pieces)
    same((await encodeInputs(open, numbersOnly, piece)).features, wanted(piece, numbersOf));
  expect([...piecesOf(open, mixed, all)]).toEqual([all]);
  const lacking = { inputs: [numeric('c')], target };
  expect(() => piecesOf(open, lacking, all)).toThrow('table.csv lacks the column "c"');
});
