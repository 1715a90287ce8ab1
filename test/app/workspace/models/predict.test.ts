// Predictions for a large file: its lines go through as they are beside answers in pieces, and that comes to the same bytes as cells
// that are cut and written again.
import { afterEach, describe, expect, it, vi } from 'vitest';
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

describe('a file that does not fit the model', () => {
  const lines = [
    'area,feet,age,side,price',
    '50,545,3,north,1',
    'abc,545,3,north,1',
    '1e40,545,,north,1',
    '60,600,500,east,1',
    '50,545,3,north,1,9',
    '70,700,7,south,1',
  ];
  const told = [
    '1 row had more than 5 fields (the first on line 6) and was left out.',
    '2 cells of "area" are not numbers (lines 3, 4): "abc", "1e40". They count as missing: 88 is used instead.',
    '1 cell of "side" has a category that the model has never seen (line 5): "east".',
    '1 cell of "age" is outside the range of the training rows, 0 to 28 (line 5): "500".',
    '1 cell of "age" is missing (line 4): 16 is used instead.',
  ];

  async function ready() {
    const predict = await predictor('price');
    const client = connect();
    const model = { kind: 'path' as const, path: (await runOf(client)).folder };
    return { predict, client, model, file: await written('new.csv', lines) };
  }

  it('is predicted, and what was wrong with it comes with the end', async () => {
    const { predict, client, model, file } = await ready();
    const stream = await predict(file);
    let text = '';
    let end = await stream.next();
    for (; !end.done; end = await stream.next()) text += end.value;
    expect(text.trim().split('\n')).toHaveLength(6);
    expect(end.value?.rowsLeftOut).toBe(1);
    expect(end.value?.issues.map(({ message }) => message)).toEqual(told);
    const report = await client.models.evaluate({ model, file: { kind: 'path', path: file } });
    expect(report.issues).toEqual(end.value?.issues);
    expect(report.cells).toEqual(end.value?.cells);
  });

  it('is told to have a unit that the model was not trained with', async () => {
    const { client, model } = await ready();
    const file = await written('dollars.csv', [lines[0]!, '$50,545,3,north,1', '$70,700,7,south,1']);
    const report = await client.models.evaluate({ model, file: { kind: 'path', path: file } });
    expect(report.issues.map(({ message }) => message)).toEqual([
      '"area" has the unit "$" in this file; the model was trained on numbers without a unit. The numbers are used as they are.',
    ]);
  });

  it('is refused before the first piece if the prediction is strict', async () => {
    const { client, model, file } = await ready();
    const strict = (path: string) =>
      textOf(client.models.predict({ model, file: { kind: 'path', path }, strict: true }));
    await expect(strict(file)).rejects.toMatchObject({
      message:
        'Nothing was predicted for new.csv: 1 row could not be read, and the model cannot use 5 cells in 3 columns as they stand.',
      data: { code: 'cells_refused', values: { file: 'new.csv', cells: 5, columns: 3, rows: 1 } },
    });
    const fine = await written('fine.csv', [lines[0]!, lines[1]!, lines[6]!]);
    expect((await strict(fine)).split('\n')).toHaveLength(4);
  });
});
