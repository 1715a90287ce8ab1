// What a page asks of one row: the number must be the one that `predict` writes for a file with that row.
import { expect, it } from 'vitest';
import type { FormColumn } from '../../../../app/contract/run/prediction.ts';
import { type Client, code, connect, opened, runOf, trained, written } from '../table/openedTable.ts';

const header = 'size,"weight, kg",colour,open,day,extra,answer';
function rows(decimal: '.' | ','): string[] {
  const number = (value: number) =>
    decimal === '.' ? String(value) : `"${String(value).replace('.', ',')}"`;
  return Array.from({ length: 80 }, (_, i) => {
    const size = i % 9 === 4 ? '' : number(((i * 37) % 101) / 8);
    const day = `2024-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`;
    const colour = i % 11 === 3 ? '' : ['red', 'green', 'blue'][i % 3];
    return `${size},${number((i % 13) + 0.25)},${colour},${i % 2 === 0},${day},x${i},${number(i * 1.5 + (i % 3))}`;
  });
}

async function model(decimal: '.' | ',', target = 'answer') {
  const file = await written('table.csv', [header, ...rows(decimal)]);
  const features = ['size', 'weight, kg', 'colour', 'open', 'day'].filter((name) => name !== target);
  const client = await opened(file, { targets: [target], features, epochs: 3, seed: 1 });
  const runId = await trained(client);
  return { client, runId, folder: (await runOf(client)).folder };
}

/** What the terminal writes for one row, by the names of its columns. */
async function predictedRow(folder: string, columns: readonly string[], cells: readonly (string | null)[]) {
  const quoted = (text: string) => (/[",]/.test(text) ? `"${text}"` : text);
  const lines = [columns.map(quoted).join(','), cells.map((cell) => quoted(cell ?? '')).join(',')];
  const path = await written('one.csv', lines);
  let text = '';
  const call = { model: { kind: 'path' as const, path: folder }, file: { kind: 'path' as const, path } };
  for await (const piece of await connect().models.predict({ ...call, interval: 0.8 })) text += piece;
  return text
    .trim()
    .split('\n')[1]!
    .match(/("([^"]|"")*"|[^,]*)(,|$)/g)!
    .map((field) => field.replace(/,$/, ''))
    .slice(columns.length);
}

const names = (columns: readonly FormColumn[]) => columns.map(({ column }) => column);

it.each(['.', ','] as const)(
  'a row by cells, decimal sign %j, is predicted as a file with that row is',
  async (decimal) => {
    const { client, runId, folder } = await model(decimal);
    const { columns } = await client.prediction.form({ runId });
    const number = (value: number) => String(value).replace('.', decimal);
    const typical = columns.map((column) => column.typical);
    const set = (changes: Record<string, string | null>) =>
      columns.map(({ column, typical: usual }) => (column in changes ? changes[column]! : usual));
    const asked = [
      typical,
      set({ size: number(3.7) }),
      set({ size: null }),
      set({ size: number(1e6), colour: null }),
      set({ 'weight, kg': number(-0.001), open: 'false', day: '2024-02-29' }),
      set({ colour: 'violet', day: null }),
      (await client.prediction.row({ runId, row: 4 })).cells,
    ];
    for (const cells of asked) {
      const { prediction } = await client.prediction.whatIf({ runId, cells, level: 0.8 });
      const [value, low, high] = (await predictedRow(folder, names(columns), cells)).map((text) =>
        Number(text.replaceAll('"', '').replace(',', '.')),
      );
      expect(prediction).toEqual({ kind: 'numeric', targets: [{ value, low, high }] });
    }
  },
);

it('a class is predicted with its probabilities, the most probable first, and its set', async () => {
  const { client, runId, folder } = await model('.', 'colour');
  const { columns, target } = await client.prediction.form({ runId });
  expect(target).toEqual({ kind: 'class', column: 'colour', classes: ['blue', 'green', 'red'] });
  const cells = columns.map((column) => column.typical);
  const { prediction } = await client.prediction.whatIf({ runId, cells, level: 0.8 });
  const [chosen, ...others] = await predictedRow(folder, names(columns), cells);
  if (prediction.kind !== 'class') throw new Error('not a class');
  const classes = ['blue', 'green', 'red'];
  expect(classes[prediction.top[0]!.index]).toBe(chosen);
  for (const { index, probability } of prediction.top) expect(probability).toBe(Number(others[index]));
  const probabilities = prediction.top.map(({ probability }) => probability);
  expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  const set = JSON.parse(others[3]!.slice(1, -1).replaceAll('""', '"'));
  expect(prediction.set!.classes.map((index) => classes[index]).sort()).toEqual(set);
});

it('the form has ranges, levels and typical cells of the training rows', async () => {
  const { client, runId } = await model('.');
  const { columns, rows: count, calibrated } = await client.prediction.form({ runId });
  expect(count).toBe(80);
  expect(calibrated).toBeGreaterThan(5);
  const [size, weight, colour, open, day] = columns;
  expect(size).toMatchObject({
    kind: 'number',
    column: 'size',
    whole: false,
    decimal: '.',
    empty: 'replaced',
  });
  expect(weight).toMatchObject({ kind: 'number', range: { min: 0.25, max: 12.25 } });
  if (weight?.kind !== 'number') throw new Error('no number');
  expect(weight.training!.counts.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(40);
  expect(colour).toMatchObject({ kind: 'level', levels: ['blue', 'green', 'red'], truths: false });
  expect(open).toMatchObject({ kind: 'level', truths: true });
  expect(day).toMatchObject({ kind: 'date', clock: false });
  expect(day!.typical).toMatch(/^2024-0[5-8]-\d\d$/);
});

it('cells that the model cannot use as they stand are named', async () => {
  const { client, runId } = await model('.');
  const { columns } = await client.prediction.form({ runId });
  const odd: Record<string, string | null> = {
    size: '99',
    'weight, kg': 'heavy',
    colour: 'violet',
    day: null,
  };
  const cells = columns.map(({ column, typical }) => (column in odd ? odd[column]! : typical));
  const { problems } = await client.prediction.whatIf({ runId, cells });
  expect(problems.map(({ column, kind }) => `${column} ${kind}`)).toEqual([
    'size outOfRange',
    'weight, kg unreadable',
    'colour unknownLevel',
    'day missing',
  ]);
  expect(problems[0]!.range).toMatchObject({ min: 0 });
});

it('a row of the table becomes cells that give its own prediction, and its truth', async () => {
  const { client, runId, folder } = await model('.');
  const { columns } = await client.prediction.form({ runId });
  const { cells, truth } = await client.prediction.row({ runId, row: 10 });
  expect(truth).toEqual(['16']);
  const byName = Object.fromEntries(columns.map(({ column }, k) => [column, cells[k]]));
  expect(byName).toEqual({
    size: '8.375',
    'weight, kg': '10.25',
    colour: 'green',
    open: 'true',
    day: '2024-11-11',
  });
  const { prediction } = await client.prediction.whatIf({ runId, cells });
  const [value] = await predictedRow(folder, names(columns), cells);
  expect(prediction).toMatchObject({ targets: [{ value: Number(value), low: null, high: null }] });
});

it('cells of another form and rows beyond the table are refused', async () => {
  const { client, runId } = await model('.');
  expect(await code(client.prediction.whatIf({ runId, cells: [] }))).toBe('spec_invalid');
  expect(await code(client.prediction.row({ runId, row: 80 }))).toBe('dataset_needed');
  expect(await code(client.prediction.form({ runId: 'other' }))).toBe('run_not_found');
});

it('a model without a table has a form of its file alone', async () => {
  const { client, folder } = await model('.');
  await client.workspace.close();
  const path = `${folder}/best.safetensors`;
  const elsewhere: Client = connect();
  await elsewhere.workspace.open({ file: { kind: 'path', path } });
  const run = await runOf(elsewhere);
  const form = await elsewhere.prediction.form({ runId: run.id });
  expect(form.columns[1]).toMatchObject({ range: { min: 0.25, max: 12.25 } });
  const cells = form.columns.map((column) => column.typical);
  const { prediction } = await elsewhere.prediction.whatIf({ runId: run.id, cells });
  expect(prediction).toMatchObject({ kind: 'numeric', targets: [{ value: expect.any(Number) }] });
});

it('what the columns of a row add makes its prediction', async () => {
  const { client, runId } = await model('.');
  const { columns } = await client.prediction.form({ runId });
  const { cells } = await client.prediction.row({ runId, row: 4 });
  const { prediction } = await client.prediction.whatIf({ runId, cells });
  const added = (await client.prediction.contributions({ runId, cells }))!;
  expect(added.columns).toHaveLength(columns.length);
  const sum = added.columns.reduce((all, one) => all + one, 0);
  if (prediction.kind !== 'numeric') throw new Error('no number');
  // The network computes in float32, the contributions in float64.
  expect(added.base + sum + added.remainder).toBeCloseTo(prediction.targets[0]!.value, 4);
  expect(Math.abs(added.remainder)).toBeLessThan(1e-4);
  expect(await code(client.prediction.contributions({ runId, cells, of: 1 }))).toBe('spec_invalid');
});
