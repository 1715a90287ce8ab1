import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../app/contract/training.ts';
import { Moments } from '../../../app/training/moments.ts';

/** Of a network with so many parameters in one layer. */
function moment(epoch: number, parameters: number): Checkpoint {
  const layers = () => [
    { inputs: parameters, outputs: 1, weight: new Float32Array(parameters), bias: new Float32Array(0) },
  ];
  return {
    ...{ epoch, step: 10 * epoch, best: null, sinceBest: 0, scalars: [] },
    layers: layers(),
    bestLayers: layers(),
    slots: [],
  };
}

function run(epochs: number, parameters: number): Moments {
  const moments = new Moments();
  for (let epoch = 1; epoch <= epochs; epoch++)
    if (moments.due(epoch)) moments.add(moment(epoch, parameters));
  return moments;
}

describe('moments of a run', () => {
  it('are every epoch while there are few', () => {
    expect(run(5, 10).list.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  });

  it('thin out evenly, the first one staying', () => {
    const epochs = run(1_000, 10).list.map(({ epoch }) => epoch);
    expect(epochs[0]).toBe(1);
    expect(epochs.length).toBeLessThanOrEqual(240);
    expect(epochs.length).toBeGreaterThan(120);
    const gaps = new Set(epochs.slice(1).map((epoch, i) => epoch - epochs[i]!));
    expect([...gaps]).toEqual([8]);
  });

  it('stay within 64 MiB', () => {
    // Twice a million float32 numbers each: eight are 61 MiB.
    const { list } = run(50, 1_000_000);
    expect(list.length).toBeGreaterThanOrEqual(4);
    expect(list.length).toBeLessThanOrEqual(8);
  });

  it('are none where fewer than eight fit', () => {
    expect(run(50, 2_000_000).list).toEqual([]);
  });

  it('are found by the step before or at one', () => {
    const moments = run(5, 10);
    expect(moments.at(35)?.epoch).toBe(3);
    expect(moments.at(9)).toBeNull();
    moments.clear();
    expect(moments.list).toEqual([]);
  });
});
