// The engine's reading of plain rows: that it is asked for rightly. What it reads is tested with the files that it reads
// (test/app/dataset/cells/plainScan.test.ts), and its numbers in test/native/plain_rows_test.cpp.
import { expect, it } from 'vitest';
import type { PlainForm } from '../../../../app/contract/table/tableEngine.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import { loadEngine } from '../../../../app/engine/load.ts';

const addon = loadAddon();
const room = new Float64Array(0);
const form: PlainForm = {
  columns: 3,
  delimiter: 44,
  quoted: true,
  decimal: 46,
  crlf: false,
  wanted: [2, 0],
};

it('numbers come column by column in the order in which columns are wanted', async () => {
  const found = await loadEngine().readPlainRows(Buffer.from('1,x,2.5\n,"y,z",1e400\n\n03,,w\n'), form, room);
  expect(found).toEqual({
    starts: Uint32Array.of(0, 8, 22),
    longest: 12,
    numbers: expect.any(Float64Array),
    odd: Uint8Array.of(1, 0),
    leadingZeros: Uint8Array.of(0, 1),
    hardIndices: Float64Array.of(1),
    hardTexts: '1e400\n',
  });
  expect([...found!.numbers.subarray(0, 6)]).toEqual([
    2.5,
    expect.any(Number),
    expect.any(Number),
    1,
    Number.NaN,
    3,
  ]);
});

it('numbers come in the room that was given where they fit into it', async () => {
  const read = (size: number) =>
    loadEngine().readPlainRows(Buffer.from('1,2,3\n4,5,6\n'), form, new Float64Array(size).fill(7));
  expect((await read(5))!.numbers).toEqual(Float64Array.of(3, 6, 1, 4, 7));
  expect([...(await read(3))!.numbers]).toEqual([3, 6, 1, 4]);
});

it('a text that is not plain has no rows', async () => {
  expect(await loadEngine().readPlainRows(Buffer.from('1,2,3\n1,2\n'), form, room)).toBeNull();
});

it('what is called off rejects', async () => {
  const signal = AbortSignal.abort();
  const reading = loadEngine().readPlainRows(Buffer.from('1,2,3\n'), form, room, signal);
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});

it.each([
  [{ ...form, columns: 1 }, 'form.columns must be a finite number from 2 to 1000000; found 1.'],
  [{ ...form, delimiter: 0 }, 'form.delimiter must be a finite number from 1 to 127; found 0.'],
  [
    { ...form, delimiter: 34 },
    'form.delimiter must not be a part of numbers, a quote or a line end; found 34.',
  ],
  [{ ...form, decimal: 53 }, 'form.decimal must not be a part of numbers, a quote or a line end; found 53.'],
  [{ ...form, quoted: 1 }, 'form.quoted must be true or false.'],
  [{ ...form, wanted: [3] }, 'form.wanted[0] must be a finite number from 0 to 2; found 3.'],
  [{ ...form, wanted: [1, 1] }, 'form.wanted[1] must not be wanted twice.'],
  [undefined, 'form must be an object.'],
])('the form %j is refused', (wrong, sentence) => {
  expect(() => addon.readPlainRows(Buffer.from('1,2,3\n'), wrong as never, room)).toThrow(sentence);
});

it('only bytes are read, into doubles', () => {
  expect(() => addon.readPlainRows('1,2,3' as never, form, room)).toThrow('bytes must be a Uint8Array.');
  const floats = new Float32Array(9) as never;
  expect(() => addon.readPlainRows(Buffer.from('1,2,3'), form, floats)).toThrow(
    'room must be a Float64Array.',
  );
});
