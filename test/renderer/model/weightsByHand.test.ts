import { expect, test } from 'vitest';
import { newLayer, newOutput } from '../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { layersFrom, withLayers, withNumber } from '../../../renderer/settings/weights/weightsByHand.ts';

const spec = (precision: 'float32' | 'float64') =>
  ({
    model: {
      layers: [newLayer(5, 'relu', { off: true }), newLayer(2, 'tanh', { bias: false })],
      output: newOutput(),
    },
    training: { precision },
  }) as unknown as RunSpec;
const shapes = [
  { inputs: 1, units: 2 },
  { inputs: 2, units: 1 },
];
const values = Float32Array.of(0.3, -1.25, 0, 0, 1 / 3, 1e-8, 0.1);

test('drawn weights become the shortest numbers that are the same floats, and a layer without bias gets none', () => {
  const layers = layersFrom(shapes, values, spec('float32'));
  expect(layers).toEqual([{ weight: [[0.3], [-1.25]] }, { weight: [[0.33333334, 1e-8]], bias: [0.1] }]);
  expect(layers.flatMap(({ weight }) => weight.flat()).map(Math.fround)).toEqual(
    [0, 1, 4, 5].map((at) => values[at]),
  );
});

test('in float64 they stay as they are, since the shorter ones would be others', () => {
  expect(layersFrom(shapes, values, spec('float64'))[1]!.bias).toEqual([values[6]]);
});

test('one number changes; a bias that was left out becomes zeros first', () => {
  const before = withLayers(spec('float32'), [
    {
      weight: [
        [1, 2],
        [3, 4],
      ],
    },
  ]);
  const at = (place: { unit: number; input: number | null }) =>
    withNumber(before, { layer: 0, ...place }, 9).model.initialWeights;
  expect(at({ unit: 1, input: 0 })).toEqual([
    {
      weight: [
        [1, 2],
        [9, 4],
      ],
    },
  ]);
  expect(at({ unit: 1, input: null })).toEqual([
    {
      weight: [
        [1, 2],
        [3, 4],
      ],
      bias: [0, 9],
    },
  ]);
  expect(before.model.initialWeights).toEqual([
    {
      weight: [
        [1, 2],
        [3, 4],
      ],
    },
  ]);
});
