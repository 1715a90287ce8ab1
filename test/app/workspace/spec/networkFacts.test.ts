// What is told of a network before it is trained: the weights it begins with, and how fast it would learn here.
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { splitWeights } from '../../../../renderer/network/splitWeights.ts';
import { code, opened, trained } from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');

test('the weights are those that a walk shows, layer by layer', async () => {
  const client = await opened(iris, { targets: ['species'], hidden: [5, 2] });
  const { layers, values } = await client.insight.weights({ weights: 'initial' });
  expect(layers).toEqual([
    { inputs: 4, units: 5 },
    { inputs: 5, units: 2 },
    { inputs: 2, units: 3 },
  ]);
  const numbers = new Float32Array(await values.arrayBuffer());
  expect(numbers).toHaveLength(4 * 5 + 5 + 5 * 2 + 2 + 2 * 3 + 3);
  const walk = await client.insight.walk({ weights: 'initial', row: 0 });
  const matrices = splitWeights(layers, numbers);
  for (const [index, matrix] of matrices.entries())
    expect([...matrix]).toEqual(walk.layers[index]!.weight.flat());
});

test('a network of many parameters is not sent, and a run has weights of its own', async () => {
  const wide = await opened(iris, { targets: ['species'], hidden: [400, 400], epochs: 1 });
  expect(await code(wide.insight.weights({ weights: 'initial' }))).toBe('network_too_large');
  const client = await opened(iris, { targets: ['species'], hidden: [2], epochs: 2 });
  expect(await code(client.insight.weights({ weights: 'best' }))).toBe('run_needed');
  await trained(client);
  const bytes = async (weights: 'initial' | 'best') =>
    new Uint8Array(await (await client.insight.weights({ weights })).values.arrayBuffer());
  expect(await bytes('best')).not.toEqual(await bytes('initial'));
});

test('the speed is of a whole epoch, measured on some of the rows, and leaves the spec as it was', async () => {
  const client = await opened(resolve('examples/seattle_weather.csv'), { targets: ['weather'], hidden: [8] });
  const { secondsPerEpoch, rows } = await client.insight.speed({ threads: 1 });
  expect(rows).toBeGreaterThan(500);
  expect(secondsPerEpoch).toBeGreaterThan(0);
  // A wide network costs more than a hundred times the products; a tenth of that is more than any noise.
  const wide = await opened(resolve('examples/seattle_weather.csv'), {
    targets: ['weather'],
    hidden: [256, 256],
  });
  expect((await wide.insight.speed({ threads: 1 })).secondsPerEpoch).toBeGreaterThan(3 * secondsPerEpoch);
});

test('nothing is measured while a run has the cores, nor of a network that cannot be trained', async () => {
  const stuck = await opened(iris, { targets: ['species'], activation: 'step' });
  expect(await code(stuck.insight.speed({}))).toBe('spec_refused');
  const client = await opened(iris, { targets: ['species'], epochs: 1_000_000, patience: 0 });
  await client.training.start({ threads: 1 });
  expect(await code(client.insight.speed({}))).toBe('run_busy');
  await client.training.stop();
});
