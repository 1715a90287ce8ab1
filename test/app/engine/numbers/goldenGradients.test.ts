// Forward and backward against float64 references of PyTorch, through the addon, in both precisions: 10 activations, 5
// losses, their edges, and weights.
import { describe, expect, test } from 'vitest';
import type { Floats } from '../../../../app/contract/model.ts';
import type { Activation } from '../../../../app/contract/spec/layers.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { EngineLoss, Rows } from '../../../../app/engine/runConfig.ts';
import {
  expectClose,
  expectCloseIn,
  float32,
  float64,
  golden,
  type InPrecision,
  layerIn,
  type Matrix,
  networkOf,
} from '../reference/golden.ts';

const addon = loadAddon();
const engine = loadEngine();

interface Inputs {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
  X: Matrix;
  Y_regression: Matrix;
  Y_binary: Matrix;
  Y_class: number[];
}
interface Case {
  activation: string;
  loss_name: string;
  output: Matrix;
  loss: number;
  grad: { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
}

const lossOf: Record<string, { loss: EngineLoss; targets: (from: Inputs) => number[] }> = {
  mse: { loss: 'meanSquaredError', targets: ({ Y_regression }) => Y_regression.flat() },
  mae: { loss: 'meanAbsoluteError', targets: ({ Y_regression }) => Y_regression.flat() },
  huber: { loss: 'huber', targets: ({ Y_regression }) => Y_regression.flat() },
  bce_with_logits: { loss: 'binaryCrossEntropy', targets: ({ Y_binary }) => Y_binary.flat() },
  cross_entropy: { loss: 'categoricalCrossEntropy', targets: ({ Y_class }) => Y_class },
};
const activationOf: Record<string, Activation> = {
  linear: 'linear',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'relu',
  leaky_relu: 'leakyRelu',
  elu: 'elu',
  gelu_tanh: 'geluTanh',
  gelu_erf: 'gelu',
  silu: 'silu',
  softplus: 'softplus',
};

const inputs = golden<Inputs>('inputs.json');
const { cases } = golden<{ cases: Case[] }>('forward_backward.json');
const deep = golden<Deep>('deep_6-8-7-5-1.json');
const edges = golden<{ cases: EdgeCase[] }>('loss_edge_cases.json').cases;
const { x: grid, act: gridOf } = golden<{ x: number[]; act: Record<string, { y: number[]; dy: number[] }> }>(
  'activations_grid.json',
);

interface Deep {
  layers: { W: Matrix; b: number[] }[];
  X: Matrix;
  Y: Matrix;
  cases: { activation: string; output: Matrix; loss: number; grads: { W: Matrix; b: number[] }[] }[];
}
interface EdgeCase {
  loss: string;
  logits?: number | number[];
  pred?: number;
  class?: number;
  target?: number;
  value: number;
  grad?: number | number[];
  class_weight?: number[];
  pos_weight?: number[];
  grad_W1?: Matrix;
  grad_W2?: Matrix;
}

function rowsIn({ array }: InPrecision, features: number[], targets: number[], rows: number): Rows {
  return { rows, features: array(features), targets: array(targets), weights: null };
}

test('the references have 10 activations and 5 losses', () => {
  expect(cases).toHaveLength(50);
  expect(new Set(cases.map(({ activation }) => activationOf[activation])).size).toBe(10);
  expect(new Set(cases.map(({ loss_name }) => lossOf[loss_name]?.loss)).size).toBe(5);
});

describe.each([float32, float64])('in $name', (precision) => {
  const { array } = precision;
  const first = layerIn(precision, inputs.W1, inputs.b1);
  const second = layerIn(precision, inputs.W2, inputs.b2);
  const weights = [first, second];

  test.each(cases)(
    'the 4-5-3 network with $activation has the outputs and gradients of $loss_name',
    async (reference) => {
      const network = networkOf(weights, activationOf[reference.activation]!);
      const { loss, targets } = lossOf[reference.loss_name]!;
      const rows = rowsIn(precision, inputs.X.flat(), targets(inputs), 8);
      const found = addon.gradients(network, loss, weights, rows);
      expectCloseIn(precision, [found.loss], [reference.loss]);
      expectCloseIn(precision, found.layers[0]!.weight, reference.grad.W1.flat());
      expectCloseIn(precision, found.layers[0]!.bias, reference.grad.b1);
      expectCloseIn(precision, found.layers[1]!.weight, reference.grad.W2.flat());
      expectCloseIn(precision, found.layers[1]!.bias, reference.grad.b2);
      const output = await engine.forward<Floats>(network, [weights], array(inputs.X.flat()), 8, 1);
      expectCloseIn(precision, output, reference.output.flat());
    },
  );

  const deepLayers = deep.layers.map(({ W, b }) => layerIn(precision, W, b));
  test.each(deep.cases)(
    'the 6-8-7-5-1 network has the outputs and gradients of $activation',
    async (reference) => {
      const network = networkOf(deepLayers, activationOf[reference.activation]!);
      const rows = rowsIn(precision, deep.X.flat(), deep.Y.flat(), deep.X.length);
      const found = addon.gradients(network, 'meanSquaredError', deepLayers, rows);
      expectCloseIn(precision, [found.loss], [reference.loss]);
      for (const [index, { W, b }] of reference.grads.entries()) {
        expectCloseIn(precision, found.layers[index]!.weight, W.flat());
        expectCloseIn(precision, found.layers[index]!.bias, b);
      }
      const output = await engine.forward<Floats>(network, [deepLayers], array(deep.X.flat()), rows.rows, 1);
      expectCloseIn(precision, output, reference.output.flat());
    },
  );

  // With zero weights the outputs are the biases, and the gradient of a bias is that of its output.
  test.each(edges.filter(({ grad }) => grad !== undefined))(
    '$loss of $logits$pred for $class$target is $value',
    (edge) => {
      const logits = [edge.logits ?? edge.pred!].flat();
      const zeros = layerIn(
        precision,
        logits.map(() => [0]),
        logits,
      );
      const rows = rowsIn(precision, [0], [edge.class ?? edge.target!], 1);
      const found = addon.gradients(networkOf([zeros], 'linear'), lossOf[edge.loss]!.loss, [zeros], rows);
      expectCloseIn(precision, [found.loss], [edge.value]);
      expectCloseIn(precision, found.layers[0]!.bias, [edge.grad!].flat());
    },
  );

  test('class weights make a weighted mean, as in PyTorch', () => {
    const reference = edges.find(({ class_weight }) => class_weight !== undefined)!;
    const rows = rowsIn(precision, inputs.X.flat(), inputs.Y_class, 8);
    rows.weights = array(inputs.Y_class.map((index) => reference.class_weight![index]!));
    const found = addon.gradients(networkOf(weights, 'tanh'), 'categoricalCrossEntropy', weights, rows);
    expectCloseIn(precision, [found.loss], [reference.value]);
    expectCloseIn(precision, found.layers[0]!.weight, reference.grad_W1!.flat());
    expectCloseIn(precision, found.layers[1]!.weight, reference.grad_W2!.flat());
  });

  // PyTorch multiplies the positive rows of each output and divides by all rows; here the weights are divided out again.
  test('weights of the positive rows of each output are what PyTorch calls pos_weight', () => {
    const reference = edges.find(({ pos_weight }) => pos_weight !== undefined)!;
    let loss = 0;
    const d_W1 = new Array<number>(first.weight.length).fill(0);
    const d_W2: number[] = [];
    for (const [output, weight] of reference.pos_weight!.entries()) {
      const alone = [first, layerIn(precision, [inputs.W2[output]!], [inputs.b2[output]!])];
      const targets = inputs.Y_binary.map((row) => row[output]!);
      const rowWeights = targets.map((target) => (target === 1 ? weight : 1));
      const rows = { ...rowsIn(precision, inputs.X.flat(), targets, 8), weights: array(rowWeights) };
      const found = addon.gradients(networkOf(alone, 'tanh'), 'binaryCrossEntropy', alone, rows);
      const back = rowWeights.reduce((sum, value) => sum + value, 0) / (8 * 3);
      loss += found.loss * back;
      for (const [index, slope] of found.layers[0]!.weight.entries()) d_W1[index]! += slope * back;
      d_W2.push(...Array.from(found.layers[1]!.weight, (slope) => slope * back));
    }
    expectCloseIn(precision, [loss], [reference.value]);
    expectCloseIn(precision, d_W1, reference.grad_W1!.flat());
    expectCloseIn(precision, d_W2, reference.grad_W2!.flat());
  });

  // The second layer passes on what the first activates: its only weight is 1.
  test.each(Object.keys(gridOf))('%s and its slope are the reference from -1e4 to 1e4', async (name) => {
    const layers = [layerIn(precision, [[1]], [0]), layerIn(precision, [[1]], [0])];
    const network = networkOf(layers, activationOf[name]!);
    const { y, dy } = gridOf[name]!;
    const output = await engine.forward<Floats>(network, [layers], array(grid), grid.length, 1);
    expectCloseIn(precision, output, y);
    for (const [index, value] of grid.entries()) {
      // The loss (a - (a - 1/2))^2 has the slope 1 in a, so that the first bias has the slope of the activation.
      const target = array([array([y[index]!])[0]! - 0.5])[0]!;
      const rows = rowsIn(precision, [value], [target], 1);
      const found = addon.gradients(network, 'meanSquaredError', layers, rows);
      // Subtracting rounds to a multiple of the target's last place.
      const rounding = (precision === float32 ? 2 ** -22 : 2 ** -51) * Math.abs(target);
      expectClose(found.layers[0]!.bias, [dy[index]!], precision.absolute + rounding, precision.relative);
    }
  });
});
