// Predictions for a large file: its lines go through as they are beside answers in pieces, and that comes to the same bytes as cells
// that are cut and written again.
import { afterEach, expect, it, vi } from 'vitest';
import { FileTable } from '../../../../app/dataset/fileTable.ts';
import { connect, houses, opened, runOf, trained, written } from '../table/openedTable.ts';

afterEach(() => vi.restoreAllMocks());

/** A model of the houses, and what to call to have it predict a file. */
async function predictor(target: string) {
  const client = await opened(await written('houses.csv', houses()), { targets: [target], epochs: 3 });
  await trained(client);
  const model = { kind: 'path' as const, path: (await runOf(client)).folder };
  return (path: string, signal?: AbortSignal) =>
    connect().models.predict({ model, file: { kind: 'path', path } }, signal === undefined ? {} : { signal });
}

async function textOf(pieces: ReturnType<Awaited<ReturnType<typeof predictor>>>): Promise<string> {
  let text = '';
  for await (const piece of await pieces) text += piece;
  return text;
}

/** More rows than are answered at once. */
const rows = 300_000;
const numbers = (i: number) => `${40 + (i % 101)},${i % 5 === 0 ? '' : (i % 97) / 8},${i % 29}`;

it.each([
  ['numbers alone', 'side', 'area,feet,age,price', (i: number) => `${numbers(i)},${i}`],
  [
    'quotes and delimiters in cells',
    'price',
    'area,feet,age,side',
    (i: number) => `${numbers(i)},"a, ""${i % 3}"""`,
  ],
])('%s', async (_what, target, header, line) => {
  const predict = await predictor(target);
  const file = await written('large.csv', [header, ...Array.from({ length: rows }, (_, i) => line(i))]);
  const cells = vi.spyOn(FileTable.prototype, 'allCells');
  const quick = await textOf(predict(file));
  expect(cells).not.toHaveBeenCalled();
  vi.spyOn(FileTable.prototype, 'allLines').mockReturnValue(null);
  const careful = await textOf(predict(file));
  expect(cells).toHaveBeenCalledOnce();
  expect(quick.split('\n')).toHaveLength(rows + 2);
  expect(quick === careful).toBe(true);
});

it('the table is given back when the reader goes away', async () => {
  const predict = await predictor('price');
  const close = vi.spyOn(FileTable.prototype, 'close');
  for await (const _ of await predict(await written('again.csv', houses()))) break;
  expect(close).toHaveBeenCalledOnce();
});

it('what is cancelled before the file was read rejects', async () => {
  const predict = await predictor('price');
  const open = vi.spyOn(FileTable.prototype, 'close');
  const file = await written('again.csv', houses());
  await expect(textOf(predict(file, AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
  expect(open).not.toHaveBeenCalled();
});
