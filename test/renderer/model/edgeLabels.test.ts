// The weights that are written on the lines of a small network.
import { describe, expect, test } from 'vitest';
import { edgeLabels } from '../../../renderer/network/edgeLabels.ts';
import { edgesOf, layOut } from '../../../renderer/network/layout.ts';

function labelsOf(units: number[], width: number, height = 400) {
  const layers = units.map((count) => ({ units: count }));
  const layout = layOut(layers, { width, height, left: 60, right: 60, top: 20, bottom: 48 });
  const weights = (layer: number) =>
    Float32Array.from({ length: units[layer]! * units[layer + 1]! }, (_, k) => k - 1);
  return { layout, labels: edgeLabels(edgesOf(layers, layout, weights, 4000), layout) };
}

describe('weights on the lines', () => {
  test('of one neuron stand on its lines, each beside its input', () => {
    const { layout, labels } = labelsOf([2, 1], 400);
    expect(labels.map(({ weight }) => weight)).toEqual([-1, 0]);
    const [first, second] = layout.columns[0]!.ys;
    expect(Math.abs(labels[0]!.y - first!)).toBeLessThan(8);
    expect(Math.abs(labels[1]!.y - second!)).toBeLessThan(8);
  });

  test('of two layers do not cover each other', () => {
    const { labels } = labelsOf([2, 2, 1], 560);
    expect(labels).toHaveLength(6);
    for (const [k, one] of labels.entries())
      for (const other of labels.slice(k + 1))
        expect(Math.abs(one.x - other.x) >= 36 || Math.abs(one.y - other.y) >= 12).toBe(true);
  });

  test('are left out where there are many, or where there is no room', () => {
    expect(labelsOf([4, 3, 3], 900).labels).toEqual([]);
    expect(labelsOf([2, 1], 190).labels).toEqual([]);
    expect(labelsOf([6, 1], 400, 120).labels).toEqual([]);
  });
});
