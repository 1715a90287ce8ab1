// Every kind of layer, activation and loss in float64: outputs, loss and gradients against an independent implementation
// (referenceNetwork.ts), and gradients against central differences of the loss.
import { describe, expect, test } from 'vitest';
import { newLayer, normalizations } from '../../../../app/contract/spec/layers.ts';
import { defaultLossSettings } from '../../../../app/contract/spec/losses.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { EngineLoss, NetworkConfig, Rows } from '../../../../app/engine/runConfig.ts';
import { networkFor } from '../harness/config.ts';
import { trainable } from '../harness/randomTraining.ts';
import { engineLosses, rowsFor, weighed } from '../harness/rows.ts';
import { type Doubles, flattened, learnedTensors, noisyWeights, singles } from '../harness/weights.ts';
import { expectAlike } from '../reference/closeness.ts';
import { expectCloseIn, float32 } from '../reference/golden.ts';
import { forwardReference, gradientsReference, matrixOf } from '../reference/referenceNetwork.ts';

const addon = loadAddon();
const double = { precision: 'float64' } as const;
const settings = { ...defaultLossSettings, delta: 0.7, quantile: 0.3, focusing: 1.5, labelSmoothing: 0.1 };

function gradientsOf(network: NetworkConfig, loss: EngineLoss, layers: Doubles[], rows: Rows) {
  return addon.gradients(network, loss, layers, rows, settings);
}

function expectReference(
  network: NetworkConfig,
  loss: EngineLoss,
  layers: Doubles[],
  rows: Rows,
  what: string,
) {
  const found = gradientsOf(network, loss, layers, rows);
  const wanted = gradientsReference(network, loss, settings, layers, rows);
  expectAlike([found.loss], [wanted.loss], `${what}: loss`);
  const tensors = learnedTensors(flattened(found.layers));
  for (const [index, [name, tensor]] of learnedTensors(wanted.layers).entries()) {
    expect(tensors[index]![0]).toBe(name);
    expectAlike(tensors[index]![1], tensor, `${what}: ${name}`);
  }
}

describe.each(normalizations)('a hidden layer with normalization %s', (normalization) => {
  test.each(trainable)('and the activation %s has the reference gradients for every loss', (activation) => {
    for (const loss of engineLosses) {
      const hidden = [newLayer(5, activation, { normalization }), newLayer(4, activation, { normalization })];
      const network = networkFor(loss, hidden);
      expectReference(network, loss, noisyWeights(network), rowsFor(network, loss, 7, double), loss);
    }
  });

  test.each(trainable)('and the activation %s has the reference gradients in float32 too', (activation) => {
    for (const loss of engineLosses) {
      const network = networkFor(loss, [newLayer(5, activation, { normalization })]);
      const layers = singles(noisyWeights(network));
      const rows = rowsFor(network, loss, 9);
      const found = addon.gradients(network, loss, layers, rows, settings);
      const wanted = gradientsReference(network, loss, settings, layers, rows);
      expectCloseIn(float32, [found.loss], [wanted.loss]);
      const tensors = learnedTensors(flattened(found.layers));
      for (const [index, [, tensor]] of learnedTensors(wanted.layers).entries()) {
        expectCloseIn(float32, tensors[index]![1], [...Array.from(tensor)]);
      }
    }
  });

  test('has the reference gradients at any width, without a bias and with rows that weigh differently', () => {
    for (const units of [1, 2, 15, 16, 17, 31, 32, 33, 70]) {
      for (const rows of [2, 11, 300]) {
        const hidden = [newLayer(units, 'tanh', { normalization, bias: false })];
        const network = networkFor('categoricalCrossEntropy', hidden, { bias: false });
        const given = weighed(rowsFor(network, 'categoricalCrossEntropy', rows, double));
        const what = `${units} units, ${rows} rows`;
        expectReference(network, 'categoricalCrossEntropy', noisyWeights(network), given, what);
      }
    }
  });

  test.each([...trainable, 'step'] as const)(
    'and %s predicts as the reference, alone with each row',
    async (activation) => {
      const hidden = [newLayer(9, activation, { normalization, dropout: 0.5 }), newLayer(6, 'tanh')];
      const network = networkFor('huber', hidden);
      const layers = noisyWeights(network);
      const { features, rows } = rowsFor(network, 'huber', 23, double);
      const found = await addon.forward(network, [layers], features as Float64Array, rows, 2, 2 ** 28).result;
      const wanted = forwardReference(network, layers, matrixOf(features, rows), false).outputs;
      expectAlike(found, wanted.flat(), 'outputs');
    },
  );
});

/** The largest error of a gradient against central differences, relative to the gradient's largest element. */
function centralDifferenceError(
  network: NetworkConfig,
  loss: EngineLoss,
  layers: Doubles[],
  rows: Rows,
): number {
  const lossOf = () => gradientsOf(network, loss, layers, rows).loss;
  const found = learnedTensors(flattened(gradientsOf(network, loss, layers, rows).layers));
  const parameters = learnedTensors(flattened(layers));
  const largest = Math.max(...found.flatMap(([, tensor]) => Array.from(tensor, Math.abs)));
  let worst = 0;
  for (const [index, [name, tensor]] of found.entries()) {
    const isFixed = name.endsWith('bias') && !network.layers[Number(/\d+/.exec(name)![0])]!.bias;
    const values = parameters[index]![1] as Float64Array;
    for (let i = 0; i < values.length && !isFixed; ++i) {
      const slope = slopeAlong(values, i, lossOf);
      worst = Math.max(worst, Math.abs(slope - tensor[i]!) / Math.max(Math.abs(slope), largest / 100));
    }
  }
  return worst;
}

/** Of fourth order, with a step so short that the data has no kink of relu or of a loss within it. */
function slopeAlong(values: Float64Array, index: number, lossOf: () => number): number {
  const here = values[index]!;
  const step = 2 ** -15;
  const at = (steps: number) => {
    values[index] = here + steps * step;
    const loss = lossOf();
    values[index] = here;
    return loss;
  };
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
}

describe.each(normalizations)('central differences with normalization %s', (normalization) => {
  test.each(trainable)('agree with the gradients through %s for every loss', (activation) => {
    for (const loss of engineLosses) {
      const network = networkFor(loss, [newLayer(4, activation, { normalization, dropout: 0.2 })]);
      const rows = weighed(rowsFor(network, loss, 6, double));
      const error = centralDifferenceError(network, loss, noisyWeights(network, 3), rows);
      expect(error, loss).toBeLessThan(1e-6);
    }
  });
});
