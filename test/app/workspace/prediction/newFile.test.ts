// A file of new rows on the page: what is seen and saved is what the terminal writes.
import { expect, it, vi } from 'vitest';
import type { Predicting } from '../../../../app/contract/run/prediction.ts';
import { FileTable } from '../../../../app/dataset/fileTable.ts';
import { type Client, code, connect, houses, opened, runOf, trained, written } from '../table/openedTable.ts';

async function model(target = 'price') {
  const client = await opened(await written('houses.csv', houses()), {
    targets: [target],
    epochs: 3,
    seed: 1,
  });
  const runId = await trained(client);
  return { client, runId, folder: (await runOf(client)).folder };
}

async function predicted(client: Client, runId: string, path: string) {
  const steps: Predicting[] = [];
  for await (const step of await client.prediction.open({ runId, file: { kind: 'path', path }, level: 0.8 }))
    steps.push(step);
  const { file, predicted: found } = steps.at(-1)!;
  return { file: file!, predicted: found!, steps };
}

const shuffled = [
  'id,side,age,feet,area',
  '=1+1,north,3,545,50',
  'b,east,500,600,60',
  'c,south,,700,70',
  '"d, e",south,7,700,70',
];

async function terminal(folder: string, path: string, options: { interval?: number; raw?: boolean } = {}) {
  let text = '';
  const file = { kind: 'path' as const, path };
  for await (const piece of await connect().models.predict({
    model: { kind: 'path', path: folder },
    file,
    ...options,
  }))
    text += piece;
  return text;
}

it.each(['price', 'side'])('rows seen and saved are what the terminal writes (%s)', async (target) => {
  const { client, runId, folder } = await model(target);
  const path = await written('new.csv', target === 'price' ? shuffled : houses());
  const { file, predicted: found } = await predicted(client, runId, path);
  for (const options of [{}, { interval: 0.8 }, { raw: true }]) {
    let text = '';
    for await (const piece of await client.prediction.save({ id: file.id, ...options })) text += piece.text;
    expect(text).toBe(await terminal(folder, path, options));
  }
  expect(found.margins).toHaveLength(1);
  const { rows, predictions, count } = await client.prediction.rows({
    id: file.id,
    offset: 1,
    limit: 2,
    level: 0.8,
  });
  expect([count, rows.length]).toEqual([file.rows, 2]);
  const lines = (await terminal(folder, path, { interval: 0.8 })).split('\n');
  const [prediction] = predictions;
  if (prediction?.kind === 'numeric') {
    const { value, low, high } = prediction.targets[0]!;
    expect(lines[2]!.endsWith(`,${value},${low},${high}`)).toBe(true);
  } else expect(lines[2]).toContain(`,${prediction!.top[0]!.probability},`);
});

it('columns are matched in any order, and what is odd about cells is told and marked', async () => {
  const { client, runId } = await model();
  const {
    file,
    predicted: found,
    steps,
  } = await predicted(client, runId, await written('new.csv', shuffled));
  expect(file.matched).toEqual([
    { column: 'area', at: 4 },
    { column: 'feet', at: 3 },
    { column: 'age', at: 2 },
    { column: 'side', at: 1 },
  ]);
  expect(file.unused).toEqual({ count: 1, names: ['id'] });
  expect(file.hasTarget).toBe(false);
  expect(found.report).toBe(null);
  expect(found.issues.map((issue) => issue.code).sort()).toEqual([
    'cells_missing',
    'cells_out_of_range',
    'cells_unknown',
  ]);
  const { marks } = await client.prediction.rows({ id: file.id, offset: 0, limit: 10 });
  expect(marks).toEqual([[], [2, 1], [], []]);
  expect(steps[0]).toMatchObject({ step: 'reading', file: null, predicted: null });
});

it('a file with the target is scored as evaluate scores it', async () => {
  const { client, runId, folder } = await model();
  const path = await written('with.csv', houses());
  const { predicted: found } = await predicted(client, runId, path);
  const file = { kind: 'path' as const, path };
  const report = await connect().models.evaluate({ model: { kind: 'path', path: folder }, file });
  expect(found.report).toEqual(report);
  if (found.spread.kind !== 'numeric') throw new Error('no numbers');
  const [one] = found.spread.targets;
  expect(one!.predicted.counts.reduce((sum, count) => sum + count, 0)).toBe(60);
  expect(one!.training!.counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(30);
});

it('a file that lacks a column is refused with a sentence that names it', async () => {
  const { client, runId } = await model();
  const close = vi.spyOn(FileTable.prototype, 'close');
  const path = await written('short.csv', ['area,feet,side', '1,2,north']);
  await expect(predicted(client, runId, path)).rejects.toMatchObject({
    data: { code: 'columns_do_not_fit' },
    message: expect.stringContaining('"age"'),
  });
  expect(close).toHaveBeenCalledOnce();
  vi.restoreAllMocks();
});

it('there is one file at a time, until it is closed, the reader goes away or another run is opened', async () => {
  const { client, runId } = await model();
  const path = await written('new.csv', shuffled);
  const first = await predicted(client, runId, path);
  const second = await predicted(client, runId, path);
  const rows = (id: string) => code(client.prediction.rows({ id, offset: 0, limit: 1 }));
  expect(await rows(first.file.id)).toBe('new_file_closed');
  expect(await rows(second.file.id)).toBe('no error');
  await client.prediction.close({ id: second.file.id });
  expect(await rows(second.file.id)).toBe('new_file_closed');
  let left = '';
  for await (const { file } of await client.prediction.open({ runId, file: { kind: 'path', path } })) {
    left = file?.id ?? '';
    if (left !== '') break;
  }
  expect(await rows(left)).toBe('new_file_closed');
  const third = await predicted(client, runId, path);
  await trained(client);
  expect(await rows(third.file.id)).toBe('new_file_closed');
});
