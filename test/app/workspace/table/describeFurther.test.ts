// A large table is shown before all of its figures are there; they follow by themselves, and whoever needs them now may ask.
import { expect, it } from 'vitest';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';
import { connect, currentSpec, stateWhere, written } from './openedTable.ts';

const rows = 300_000;
/** Each of 8 columns has 300,000 different numbers, 7 apart. */
const large = () =>
  written('large.csv', [
    'a,b,c,d,e,f,g,h',
    ...Array.from({ length: rows }, (_, i) =>
      Array.from({ length: 8 }, (_, k) => ((i * 7_919) % rows) * 7 + k).join(),
    ),
  ]);

const complete = ({ columns }: Dataset) => columns.every(({ profiled }) => profiled);

it('figures of a large table come after it, in the state of the same revision to edit from', async () => {
  const client = connect();
  const dataset = await client.dataset.open({ file: { kind: 'path', path: await large() } });
  expect(dataset.columns.map(({ profiled }) => profiled)).toEqual(Array(8).fill(false));
  expect(dataset.columns[7]).toMatchObject({ min: 7, max: 7 * rows, missing: 0, whole: true, median: null });
  const { spec } = await client.spec.propose({ targets: ['h'] });
  const { revision } = await stateWhere(client, () => true);
  const { dataset: later } = await stateWhere(client, ({ dataset: seen }) => seen !== null && complete(seen));
  expect(later?.id).toBe(dataset.id);
  expect(later?.columns[7]).toMatchObject({ distinct: rows, median: (7 * (rows - 1)) / 2 + 7 });
  expect(later?.columns[7]?.histogram.counts).toEqual(Array(20).fill(rows / 20));
  await client.spec.set({ revision, spec: { ...spec, seed: 5 } });
  expect((await currentSpec(client)).seed).toBe(5);
});

it('the beginning of a large file can be shown while the rest is read', async () => {
  const client = connect();
  // 80 MB, which take a while.
  const text = 'x'.repeat(250);
  const path = await written('longer.csv', [
    'a,b',
    ...Array.from({ length: rows }, (_, i) => `${i * 7},${text}${i}`),
  ]);
  const opening = client.dataset.open({ file: { kind: 'path', path } });
  const { activity, dataset } = await stateWhere(client, (state) => state.activity?.sample !== undefined);
  expect(dataset).toBeNull();
  expect(activity?.sample?.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(activity?.sample?.rows[1]).toEqual(['7', `${text}1`]);
  await opening;
  expect((await stateWhere(client, () => true)).activity).toBeNull();
});

it('whoever asks for them waits for them', async () => {
  const client = connect();
  await client.dataset.open({ file: { kind: 'path', path: await large() } });
  const whole = await client.dataset.profile();
  expect(complete(whole)).toBe(true);
  const { dataset } = await stateWhere(client, () => true);
  expect(dataset).toEqual(whole);
});
