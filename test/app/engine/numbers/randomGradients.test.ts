// Networks that nobody would think of: 300 random specs, from one neuron on one input to three layers with everything, whose gradients
// are held against central differences, whose forward pass against the plain walk, and whose losses against each other.
import { expect, test } from 'vitest';
import type { LayerWeights } from '../../../../app/contract/model.ts';
import { type LayerSpec, newLayer, normalizations } from '../../../../app/contract/spec/layers.ts';
import type { LookProblem } from '../../../../app/engine/insight.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { Dice } from '../harness/chance.ts';
import { trainable } from '../harness/randomTraining.ts';
import { classLosses, engineLosses, rowsFor, weighed } from '../harness/rows.ts';
import { noisyWeights } from '../harness/weights.ts';

const engine = loadEngine();

function problemOf(seed: number): LookProblem {
  const dice = new Dice(seed);
  const loss = dice.pick(engineLosses);
  const outputs = classLosses.includes(loss) ? dice.whole(2, 6) : dice.whole(1, 3);
  const hidden = Array.from({ length: dice.whole(0, 3) }, () => hiddenLayer(dice));
  const network = {
    inputs: dice.pick([1, 1, 2, 3, 8, 17]),
    layers: [...hidden, newLayer(outputs, 'linear')],
  };
  const rows = rowsFor(network, loss, dice.whole(3, 14), { precision: 'float64', from: seed });
  return {
    network,
    layers: noisyWeights(network, seed),
    loss,
    lossSettings: {
      delta: dice.between(0.3, 1.3),
      quantile: dice.between(0.1, 0.9),
      focusing: dice.between(0, 4),
      labelSmoothing: dice.pick([0, 0.2]),
    },
    rows: dice.chance(0.5) ? rows : weighed(rows),
  };
}

function hiddenLayer(dice: Dice): LayerSpec {
  const units = dice.pick([1, 2, 4, 5, 16, 19]);
  // Of fewer than three units layer normalisation makes little but signs, whose slopes are lost in rounding.
  const kinds = normalizations.filter((kind) => units > 2 || kind !== 'layer');
  return newLayer(units, dice.pick(trainable), {
    bias: dice.chance(2 / 3),
    normalization: dice.pick(kinds),
    dropout: dice.pick([0, 0, 0.4]),
  });
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
      [layers as LayerWeights<Float64Array>[]],
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
