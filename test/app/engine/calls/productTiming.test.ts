// Timings of the engine's products: that they are asked for rightly, and can be called off; not how fast they are.
import { expect, it } from 'vitest';
import { loadAddon } from '../../../../app/engine/addon.ts';
import { layerProducts } from '../../../../app/engine/productTiming.ts';

const addon = loadAddon();
const budget = 2 ** 26;
const shape = { product: 'forward', rows: 3, inputs: 17, outputs: 5 } as const;

it.each(layerProducts)('%s is timed as often as asked, also where layers are narrow', async (product) => {
  for (const outputs of [1, 4, 5, 33]) {
    const { result } = addon.timeProduct({ product, rows: 13, inputs: 19, outputs }, 2, 3, budget);
    const seconds = await result;
    expect(seconds).toHaveLength(3);
    for (const one of seconds) expect(one > 0 && one < 1).toBe(true);
  }
});

it('the peak is timed as often as asked', async () => {
  const rates = await addon.timePeak(1, 4).result;
  expect(rates).toHaveLength(4);
  // Any CPU does a million in a second, none a peta.
  for (const one of rates) expect(one > 1e6 && one < 1e15).toBe(true);
});

it('ends soon after it is called off', async () => {
  const { result, cancel } = addon.timeProduct(shape, 1, 100_000, budget);
  cancel();
  await expect(result).rejects.toMatchObject({ code: 'cancelled' });
});

it.each([
  [{ ...shape, product: 'sideways' }, 1, 1, 'shape.product is unknown: "sideways"; use one of forward, '],
  [{ ...shape, rows: 0 }, 1, 1, 'shape.rows must be a finite number from 1 to 4294967295; found 0.'],
  [{ ...shape, outputs: 65_537 }, 1, 1, 'shape.outputs must be a finite number from 1 to 65536'],
  [shape, 0, 1, 'threads must be a finite number from 1 to 256; found 0.'],
  [shape, 1, 1.5, 'samples must be a whole number; found 1.5.'],
  [undefined, 1, 1, 'shape must be an object.'],
])('%j on %s threads, %s times, is refused', (wrong, threads, samples, sentence) => {
  expect(() => addon.timeProduct(wrong as never, threads, samples, budget)).toThrow(sentence);
});

it('needs no more memory than there is', () => {
  const large = { ...shape, rows: 4_000_000_000, inputs: 65_536 };
  expect(() => addon.timeProduct(large, 1, 1, budget)).toThrow(
    expect.objectContaining({ code: 'out_of_memory' }),
  );
});
