// Matrices of tables of many spans: whatever rows are asked for, and in whatever pieces, each number is the one that its column's
// preparation makes of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Floats, InputPreparation, Preparation } from '../../../../app/contract/model.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { encodeInputs, encodeInto, piecesOf } from '../../../../app/dataset/preparation/encode.ts';
import { LevelColumns } from '../../../../app/dataset/preparation/encodeLevels.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { lines, opened, written } from '../writtenTable.ts';

// More than three columns of numbers have in a span, and more than there are in a piece.
const rows = 300_000;
const cells = (i: number) => [i % 11 === 0 ? '' : i, Math.sin(i), i % 4 === 0 ? 'NA' : i / 2, `w${i % 3}`];
let folder: string;
let open: Table;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataset-test-'));
  const path = join(folder, 'table.csv');
  await writeFile(
    path,
    lines('a,b,spelled,word', rows, (i) => cells(i).join()),
  );
  open = await openTable(path, { engine: loadEngine() });
});
afterAll(async () => {
  open.close();
  await rm(folder, { recursive: true, force: true });
});

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
  for (const [index, row] of of.entries()) all.set(inputs(row), index * width);
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
  expect(['a', 'b', 'spelled'].map((name) => open.hasSpans(name))).toEqual([true, true, false]);
  same((await encodeInputs(open, numbersOnly, chosen)).features, wanted(chosen, numbersOf));
  same((await encodeInputs(open, mixed, chosen)).features, wanted(chosen, mixedOf));
});

it('pieces make up the whole, and there is one where numbers would be read whole again', async () => {
  const pieces = [...piecesOf(open, numbersOnly, all)];
  expect(pieces.map(({ length }) => length)).toEqual([2 ** 18, rows - 2 ** 18]);
  for (const piece of pieces)
    same((await encodeInputs(open, numbersOnly, piece)).features, wanted(piece, numbersOf));
  expect([...piecesOf(open, numbersOnly, null)]).toEqual(pieces);
  expect([...piecesOf(open, mixed, all)]).toEqual([all]);
  const lacking = { inputs: [numeric('c')], target };
  expect(() => piecesOf(open, lacking, all)).toThrow('table.csv lacks the column "c"');
});

const levelled: Preparation = {
  inputs: [
    numeric('a'),
    { kind: 'oneHot', column: 'word', levels: ['w2'], others: ['w0'] },
    { kind: 'ordinal', column: 'size', levels: ['small', 'large'], ...scaled, indicator: true },
    {
      ...{ kind: 'date', column: 'day', first: 'day', indicator: true },
      parts: [
        { part: 'year', ...scaled },
        { part: 'day', ...scaled },
      ],
    },
  ],
  target,
};
const sizes = ['small', 'large', '', 'huge'];
const days = ['2020-01-05', '2021-12-31', '', 'once'];
const someDay = [
  [2020, 5],
  [2021, 31],
];
const levelledOf = (i: number) => {
  const level = i % 4 < 2 ? i % 4 : null;
  const [year = 7, day = 7] = someDay[i % 4] ?? [];
  return [
    asScaled(i % 11 === 0 ? 7 : i),
    ...[i % 3 === 2 ? 1 : 0, i % 3 === 2 ? 0 : 1],
    ...[asScaled(level ?? 7), level === null ? 1 : 0],
    ...[asScaled(year), asScaled(day), i % 4 < 2 ? 0 : 1],
  ];
};

it('pieces with levels, orders and dates make up the whole, and what is unseen adds up', async () => {
  const cellsOf = (i: number) => [i % 11 === 0 ? '' : i, `w${i % 3}`, sizes[i % 4], days[i % 4]];
  const path = await written(lines('a,word,size,day', rows, (i) => cellsOf(i).join()));
  const open = await opened(path, { engine: loadEngine(), reading: { types: { day: 'date' } } });
  const pieces = [...piecesOf(open, levelled, null)];
  expect(pieces.map(({ length }) => length)).toEqual([2 ** 18, rows - 2 ** 18]);
  const levels = new LevelColumns(open);
  const unseen = { word: 0, size: 0 };
  for (const piece of pieces) {
    const found = new Float32Array(piece.length * 8);
    const to = {
      write: (row: number, column: number, width: number, values: Floats) => {
        for (let i = 0; i < values.length; i++)
          found[(row + Math.floor(i / width)) * 8 + column + (i % width)] = values[i]!;
      },
    };
    const more = await encodeInto(open, levelled, piece, Float32Array, to, levels);
    unseen.word += more.word ?? 0;
    unseen.size += more.size ?? 0;
    same(found, wanted(piece, levelledOf));
  }
  expect(unseen).toEqual({ word: 100_000, size: 75_000 });
  const backwards = all.slice(0, 5_000).reverse();
  same((await encodeInputs(open, levelled, backwards)).features, wanted(backwards, levelledOf));
});
