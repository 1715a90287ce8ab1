// Forward and backward against float64 references: every activation and loss that the engine has so far.
import { describe, expect, test } from 'vitest';
import type { Activation } from '../../../app/contract/layers.ts';
import { loadAddon } from '../../../app/engine/addon.ts';
import type { EngineLoss, Rows } from '../../../app/engine/engine.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { expectClose, floats, golden, layer, type Matrix, networkOf } from './golden.ts';

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

const lossOf: Record<string, { loss: EngineLoss; targets: (from: Inputs) => Float32Array }> = {
  mse: { loss: 'meanSquaredError', targets: ({ Y_regression }) => floats(Y_regression) },
  bce_with_logits: { loss: 'binaryCrossEntropy', targets: ({ Y_binary }) => floats(Y_binary) },
  cross_entropy: { loss: 'categoricalCrossEntropy', targets: ({ Y_class }) => Float32Array.from(Y_class) },
};
const built = ['linear', 'sigmoid', 'tanh', 'relu'] as const;
const isOurs = (name: string): name is Activation => (built as readonly string[]).includes(name);

const inputs = golden<Inputs>('inputs.json');
const cases = golden<{ cases: Case[] }>('forward_backward.json').cases.filter(
  ({ activation, loss_name }) => isOurs(activation) && loss_name in lossOf,
);
const weights = [layer(inputs.W1, inputs.b1), layer(inputs.W2, inputs.b2)];

describe('the 4-5-3 network', () => {
  test('is judged with four activations and three losses', () => {
    expect(cases).toHaveLength(12);
  });

  test.each(cases)(
    'has the reference outputs and gradients for $activation and $loss_name',
    async (reference) => {
      const network = networkOf(weights, reference.activation as Activation);
      const { loss, targets } = lossOf[reference.loss_name]!;
      const rows: Rows = { rows: 8, features: floats(inputs.X), targets: targets(inputs), weights: null };
      const found = addon.gradients(network, loss, weights, rows);
      expectClose([found.loss], [reference.loss]);
      expectClose(found.layers[0]!.weight, reference.grad.W1.flat());
      expectClose(found.layers[0]!.bias, reference.grad.b1);
      expectClose(found.layers[1]!.weight, reference.grad.W2.flat());
      expectClose(found.layers[1]!.bias, reference.grad.b2);
      expectClose(await engine.forward(network, weights, floats(inputs.X), 8, 1), reference.output.flat());
    },
  );
});

interface Deep {
  layers: { W: Matrix; b: number[] }[];
  X: Matrix;
  Y: Matrix;
  cases: { activation: string; output: Matrix; loss: number; grads: { W: Matrix; b: number[] }[] }[];
}

describe('the 6-8-7-5-1 network', () => {
  const deep = golden<Deep>('deep_6-8-7-5-1.json');
  const layers = deep.layers.map(({ W, b }) => layer(W, b));
  const rows: Rows = {
    rows: deep.X.length,
    features: floats(deep.X),
    targets: floats(deep.Y),
    weights: null,
  };

  test.each(deep.cases.filter(({ activation }) => isOurs(activation)))(
    'has the reference outputs and gradients for $activation',
    async (reference) => {
      const network = networkOf(layers, reference.activation as Activation);
      const found = addon.gradients(network, 'meanSquaredError', layers, rows);
      expectClose([found.loss], [reference.loss]);
      for (const [index, { W, b }] of reference.grads.entries()) {
        expectClose(found.layers[index]!.weight, W.flat());
        expectClose(found.layers[index]!.bias, b);
      }
      expectClose(
        await engine.forward(network, layers, floats(deep.X), rows.rows, 1),
        reference.output.flat(),
      );
    },
  );
});

interface EdgeCase {
  loss: string;
  logits?: number | number[];
  pred?: number;
  class?: number;
  target?: number;
  value: number;
  grad?: number | number[];
}

describe('losses at their edges', () => {
  const edges = golden<{ cases: EdgeCase[] }>('loss_edge_cases.json').cases.filter(
    ({ loss, grad }) => loss in lossOf && grad !== undefined,
  );

  // With zero weights the outputs are the biases, and the gradient of a bias is that of its output.
  test.each(edges)('$loss of $logits$pred for $class$target is $value', (edge) => {
    const logits = [edge.logits ?? edge.pred!].flat();
    const zeros = layer(
      logits.map(() => [0]),
      logits,
    );
    const found = addon.gradients(networkOf([zeros], 'linear'), lossOf[edge.loss]!.loss, [zeros], {
      rows: 1,
      features: new Float32Array(1),
      targets: Float32Array.of(edge.class ?? edge.target!),
      weights: null,
    });
    expectClose([found.loss], [edge.value]);
    expectClose(found.layers[0]!.bias, [edge.grad!].flat());
  });
});

describe('activations', () => {
  interface Grid {
    x: number[];
    act: Record<string, { y: number[]; dy: number[] }>;
  }
  const { x, act } = golden<Grid>('activations_grid.json');

  // The second layer passes on what the first activates: its only weight is 1.
  test.each(built)('%s and its slope are the reference from -1e4 to 1e4', async (activation) => {
    const layers = [layer([[1]], [0]), layer([[1]], [0])];
    const network = networkOf(layers, activation);
    const { y, dy } = act[activation]!;
    expectClose(await engine.forward(network, layers, Float32Array.from(x), x.length, 1), y);
    for (const [index, value] of x.entries()) {
      // The loss (a - (a - 1/2))^2 has the slope 1 in a, so that the first bias has the slope of the activation.
      const target = Math.fround(Math.fround(y[index]!) - 0.5);
      const found = addon.gradients(network, 'meanSquaredError', layers, {
        rows: 1,
        features: Float32Array.of(value),
        targets: Float32Array.of(target),
        weights: null,
      });
      // Subtracting rounds to a multiple of the target's last place.
      expectClose(found.layers[0]!.bias, [dy[index]!], 1e-5 + 2 ** -22 * Math.abs(target));
    }
  });
});
