// Every activation with every loss, settings and row weights included, against the plain implementation in reference.ts:
// outputs and losses directly, gradients by central differences of the plain loss.
import { describe, expect, test } from 'vitest';
import { type Activation, activations } from '../../../app/contract/layers.ts';
import type { LossNumbers } from '../../../app/contract/losses.ts';
import type { Floats, LayerWeights } from '../../../app/contract/model.ts';
import { loadAddon } from '../../../app/engine/addon.ts';
import type { EngineLoss, Rows } from '../../../app/engine/engine.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { expectCloseIn, float32, float64, type InPrecision, networkOf } from './golden.ts';
import { activationReference, classLosses, elementLosses, plainLoss, plainOutputs } from './reference.ts';
import { noise } from './training.ts';

const addon = loadAddon();
const engine = loadEngine();

const settings: LossNumbers = { delta: 0.7, quantile: 0.8, focusing: 1.5, labelSmoothing: 0.15 };
const losses = [...Object.keys(elementLosses), ...Object.keys(classLosses)] as EngineLoss[];
const rowCount = 7;

/** Numbers that are the same in both precisions. */
const numbers = (count: number, from: number, size: number) =>
  Array.from({ length: count }, (_, index) => Math.fround(size * noise(from + index)));

/** A 3-5-3 network, its second layer's weights large enough for logits of some units. */
const layers: LayerWeights<Float64Array>[] = [
  {
    inputs: 3,
    outputs: 5,
    weight: Float64Array.from(numbers(15, 0, 1.5)),
    bias: Float64Array.from(numbers(5, 100, 0.5)),
  },
  {
    inputs: 5,
    outputs: 3,
    weight: Float64Array.from(numbers(15, 200, 1.5)),
    bias: Float64Array.from(numbers(3, 300, 0.5)),
  },
];
const features = Array.from({ length: rowCount }, (_, row) => numbers(3, 400 + 3 * row, 2));
const weights = numbers(rowCount, 500, 1).map((value) => Math.fround(1.25 + value));

function targetsFor(loss: EngineLoss): number[][] {
  return Array.from({ length: rowCount }, (_, row) => {
    if (loss in classLosses) return [row % 3];
    const values = numbers(3, 600 + 3 * row, 1.5);
    if (loss.startsWith('binary')) return values.map((value) => (value > 0 ? 1 : 0));
    return loss === 'poisson' ? values.map((value) => Math.round(4 * Math.abs(value))) : values;
  });
}

function gradientsOf(precision: InPrecision, activation: Activation, loss: EngineLoss) {
  const { array } = precision;
  const given = layers.map((layer) => ({ ...layer, weight: array(layer.weight), bias: array(layer.bias) }));
  const rows: Rows = {
    rows: rowCount,
    features: array(features.flat()),
    targets: array(targetsFor(loss).flat()),
    weights: array(weights),
  };
  return addon.gradients<Floats>(networkOf(given, activation), loss, given, rows, settings);
}

/** By central differences of the plain loss, tensor by tensor as the engine gives them. */
function differences(activation: Activation, loss: EngineLoss): number[][] {
  const rows = { features, targets: targetsFor(loss), weights };
  const step = 1e-5;
  return layers.flatMap((layer, index) =>
    (['weight', 'bias'] as const).map((tensor) =>
      Array.from(layer[tensor], (_, at) => {
        const [above, below] = [step, -step].map((move) => {
          const moved = layers.map((one) => ({ ...one }));
          moved[index]![tensor] = layer[tensor].slice();
          moved[index]![tensor][at]! += move;
          return plainLoss(moved, activation, loss, settings, rows);
        });
        return (above! - below!) / (2 * step);
      }),
    ),
  );
}

test('all activations and all losses have a plain reference', () => {
  expect(Object.keys(activationReference).sort()).toEqual([...activations].sort());
  expect(losses).toHaveLength(12);
});

describe.each(activations)('%s', (activation) => {
  test.each([float32, float64])('gives the plain outputs in $name', async (precision) => {
    const { array } = precision;
    const given = layers.map((layer) => ({
      ...layer,
      weight: array(layer.weight),
      bias: array(layer.bias),
    }));
    const network = networkOf(given, activation);
    const found = await engine.forward<Floats>(network, given, array(features.flat()), rowCount, 1);
    const wanted = features.flatMap((row) => plainOutputs(layers, activation, row));
    expectCloseIn(precision, found, wanted);
  });

  test.each(losses)('has the plain loss and its slopes with %s', (loss) => {
    const rows = { features, targets: targetsFor(loss), weights };
    const wanted = plainLoss(layers, activation, loss, settings, rows);
    const slopes = differences(activation, loss);
    for (const precision of [float32, float64]) {
      const found = gradientsOf(precision, activation, loss);
      expectCloseIn(precision, [found.loss], [wanted]);
      const tensors = found.layers.flatMap(({ weight, bias }) => [weight, bias]);
      for (const [index, tensor] of tensors.entries()) {
        for (const [at, slope] of slopes[index]!.entries()) {
          // Differences are off by the square of their step, and by the loss's rounding over it: 1e-10 of its size.
          const allowed =
            precision === float64
              ? 1e-6 * Math.abs(slope) + 1e-10 * Math.max(1, wanted)
              : precision.absolute + precision.relative * Math.abs(slope);
          expect(Math.abs(tensor[at]! - slope), `tensor ${index}, value ${at}`).toBeLessThanOrEqual(allowed);
        }
      }
    }
  });
});
