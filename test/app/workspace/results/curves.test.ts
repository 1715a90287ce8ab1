// Curves of classes and residuals of numbers, as pages ask for them.
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { opened, trained, written } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const cars = resolve('examples/cars.csv');

it('the areas of all classes have the mean that the metrics have', async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [4], epochs: 5 });
  const runId = await trained(client);
  const { all, on } = await client.evaluation.get({ runId });
  const metrics = all?.[on];
  if (metrics?.kind !== 'class') throw new Error('It has classes.');
  const curves = await Promise.all(
    [0, 1, 2].map((k) => client.evaluation.curves({ runId, part: on, class: k })),
  );
  const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  expect(mean(curves.map(({ ranked }) => ranked!.rocAuc))).toBeCloseTo(metrics.metrics.rocAuc!, 12);
  expect(mean(curves.map(({ ranked }) => ranked!.averagePrecision))).toBeCloseTo(metrics.metrics.prAuc!, 12);
});

it('a class that the model does not have, and a class of a number, are refused', async () => {
  const client = await opened(cars, { targets: ['Miles_per_Gallon'], hidden: [4], epochs: 2 });
  const runId = await trained(client);
  const refused = { data: { code: 'option_invalid' } };
  await expect(client.evaluation.curves({ runId, part: 'test', class: 0 })).rejects.toMatchObject(refused);
  await expect(
    client.evaluation.residualDistribution({ runId, part: 'test', target: 1 }),
  ).rejects.toMatchObject(refused);
});

it('residuals count every test row, and tell the coverage that the evaluation tells', async () => {
  const client = await opened(cars, { targets: ['Miles_per_Gallon'], hidden: [4], epochs: 5 });
  const runId = await trained(client);
  const { rows, coverage } = await client.evaluation.get({ runId });
  const found = await client.evaluation.residualDistribution({ runId, part: 'test', target: 0 });
  const { counts, below, above } = found.histogram;
  expect(counts.reduce((sum, count) => sum + count, below + above)).toBe(rows.test);
  const asked = found.coverage.find(({ level }) => level === coverage!.level)!;
  expect([asked.margin, asked.share]).toEqual([coverage!.margins[0], coverage!.shares[0]]);
  // These rows are where the intervals come from.
  expect(
    (await client.evaluation.residualDistribution({ runId, part: 'validation', target: 0 })).coverage,
  ).toEqual([]);
});

it('targets of several units have residuals each in its own', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => `${i},${i * 1000},${(i % 7) / 100}`);
  const file = await written('units.csv', ['x,grams,metres', ...rows]);
  const client = await opened(file, { targets: ['grams', 'metres'], hidden: [4], epochs: 3 });
  const runId = await trained(client);
  const of = async (target: number) =>
    (await client.evaluation.residualDistribution({ runId, part: 'test', target })).histogram.width;
  expect(await of(0)).toBeGreaterThan(100);
  expect(await of(1)).toBeLessThan(0.1);
});
