import { expect, it } from 'vitest';
import { WeightPath } from '../../../app/training/weightPath.ts';

function walked(most: number, epochs: number): number[] {
  const path = new WeightPath(most);
  for (let epoch = 0; epoch <= epochs; epoch++)
    if (path.due(epoch) || epoch === epochs) path.add({ epoch, step: epoch * 3, layers: [] });
  return path.points.map(({ epoch }) => epoch);
}

it('a path has every epoch at first, then one for every seven percent', () => {
  const epochs = walked(200, 1_000_000);
  expect(epochs.slice(0, 15)).toEqual(Array.from({ length: 15 }, (_, k) => k));
  expect(epochs.length).toBeLessThanOrEqual(200);
  expect(epochs.at(-1)).toBe(1_000_000);
  for (const [k, epoch] of epochs.entries())
    if (k > 15 && k < epochs.length - 1) expect(epoch / epochs[k - 1]!).toBeLessThan(1.14);
});

it('a path with room for few points keeps the first, the last and some between them', () => {
  const epochs = walked(10, 500);
  expect(epochs.length).toBeLessThanOrEqual(10);
  expect(epochs.length).toBeGreaterThan(4);
  expect([epochs[0], epochs.at(-1)]).toEqual([0, 500]);
});

it('a path without room keeps nothing', () => expect(walked(0, 50)).toEqual([]));
