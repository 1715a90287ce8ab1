// Networks that nobody would think of: 300 random specs, from one neuron on one input to three layers with everything, whose gradients
// are held against central differences, whose forward pass against the plain walk, and whose losses against each other.
import { expect, test } from 'vitest';
import type { LayerWeights } from '../../../../app/contract/model.ts';
import {
  activations,
  type LayerSpec,
  newLayer,
  normalizations,
} from '../../../../app/contract/spec/layers.ts';
import type { LookProblem } from '../../../../app/engine/insight.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { EngineLoss, Rows } from '../../../../app/engine/runConfig.ts';

const engine = loadEngine();

const losses: EngineLoss[] = [
  'meanSquaredError',
  'meanAbsoluteError',
  'huber',
  'logCosh',
  'quantile',
  'poisson',
  'binaryCrossEntropy',
  'categoricalCrossEntropy',
  'binaryHinge',
  'categoricalHinge',
  'binaryFocal',
  'categoricalFocal',
];
/** Step has no slope to check. */
const learning = activations.filter((name) => name !== 'step');

/** Numerical Recipes' generator: good enough to choose specs. */
class Draw {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  uniform(from = 0, to = 1): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return from + (this.#state / 2 ** 32) * (to - from);
  }
  whole(from: number, to: number): number {
    return Math.floor(this.uniform(from, to + 1));
  }
  one<T>(of: readonly T[]): T {
    return of[this.whole(0, of.length - 1)]!;
  }
  values(count: number, from: number, to: number): Float64Array {
    return Float64Array.from({ length: count }, () => this.uniform(from, to));
  }
}

function weightsOf(draw: Draw, inputs: number, { units, bias, normalization }: LayerSpec) {
  const layer: LayerWeights<Float64Array> = {
    inputs,
    outputs: units,
    weight: draw.values(inputs * units, -1.2, 1.2),
    bias: bias ? draw.values(units, -0.5, 0.5) : new Float64Array(units),
  };
  if (normalization === 'none') return layer;
  const scaled = { gamma: draw.values(units, 0.5, 1.5), beta: draw.values(units, -0.5, 0.5) };
  const running = { mean: draw.values(units, -0.2, 0.2), variance: draw.values(units, 0.5, 1.5) };
  return {
    ...layer,
    normalization: { kind: normalization, ...scaled, ...(normalization === 'batch' ? running : {}) },
  };
}

function rowsOf(draw: Draw, loss: EngineLoss, inputs: number, outputs: number): Rows {
  const rows = draw.whole(3, 14);
  const target = () => {
    if (loss.startsWith('categorical')) return draw.whole(0, outputs - 1);
    if (loss.startsWith('binary')) return draw.whole(0, 1);
    return loss === 'poisson' ? draw.whole(0, 5) : draw.uniform(-2, 2);
  };
  const count = rows * (loss.startsWith('categorical') ? 1 : outputs);
  return {
    rows,
    features: draw.values(rows * inputs, -2, 2),
    targets: Float64Array.from({ length: count }, target),
    weights: draw.whole(0, 1) === 0 ? null : draw.values(rows, 0, 2),
  };
}

function problemOf(seed: number): LookProblem {
  const draw = new Draw(seed);
  const inputs = draw.one([1, 1, 2, 3, 8, 17]);
  const loss = draw.one(losses);
  const classes = loss.startsWith('categorical');
  const outputs = classes ? draw.whole(2, 6) : draw.whole(1, 3);
  const hidden = Array.from({ length: draw.whole(0, 3) }, () =>
    newLayer(draw.one([1, 2, 4, 5, 16, 19]), draw.one(learning), {
      bias: draw.whole(0, 2) > 0,
      // Of fewer than three units layer normalisation makes little but signs, whose slopes are lost in rounding.
      normalization: draw.one(normalizations),
      dropout: draw.one([0, 0, 0.4]),
    }),
  ).map((layer) =>
    layer.units < 3 && layer.normalization === 'layer' ? { ...layer, normalization: 'none' as const } : layer,
  );
  const layers = [...hidden, newLayer(outputs, 'linear')];
  const widths = [inputs, ...layers.map(({ units }) => units)];
  return {
    network: { inputs, layers },
    layers: layers.map((layer, k) => weightsOf(draw, widths[k]!, layer)),
    loss,
    lossSettings: {
      delta: draw.uniform(0.3, 1.3),
      quantile: draw.uniform(0.1, 0.9),
      focusing: draw.uniform(0, 4),
      labelSmoothing: draw.one([0, 0.2]),
    },
    rows: rowsOf(draw, loss, inputs, outputs),
  };
}

/** What a failure is told by: the spec, without its numbers. */
function shown({ network, loss, rows }: LookProblem): string {
  const layers = network.layers.map(
    ({ units, activation, normalization }) => `${units} ${activation} ${normalization}`,
  );
  return `${network.inputs} inputs -> ${layers.join(' -> ')}, ${loss}, ${rows.rows} rows`;
}

test('the gradients of 300 random networks agree with central differences', async () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 300; seed++) {
    const problem = problemOf(seed * 7919);
    const { worst } = await engine.gradientCheck({ ...problem, parameters: 10_000, seed });
    if (!(worst.error < 1e-6)) wrong.push(`${seed}: ${shown(problem)}: ${JSON.stringify(worst)}`);
  }
  expect(wrong).toEqual([]);
});

test('the fast forward pass of 300 random networks is that of the plain walk', async () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 300; seed++) {
    const problem = problemOf(seed * 7919);
    const { network, layers, rows } = problem;
    const outputs = await engine.forward(
      network,
      layers as LayerWeights<Float64Array>[],
      rows.features as Float64Array,
      rows.rows,
      1,
    );
    const walked = engine.walk(problem).layers.at(-1)!.a;
    const off = walked.some(
      (value, o) => Math.abs(value - outputs[o]!) > 1e-12 * Math.max(1, Math.abs(value)),
    );
    if (off) wrong.push(`${seed}: ${shown(problem)}`);
  }
  expect(wrong).toEqual([]);
});
