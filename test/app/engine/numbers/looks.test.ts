// Looks inside a network through the addon: agreement with forward and gradients in float64, calls that are called off, and
// values that are wrong. The numbers themselves are judged by native_tests.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LayerWeights } from '../../../../app/contract/model.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { LookProblem, PlaneProblem } from '../../../../app/engine/insight.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { classifier } from '../harness/config.ts';

const engine = loadEngine();

const wave = (count: number, from = 0) =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(from + i * i));

function layer(inputs: number, outputs: number): LayerWeights<Float64Array> {
  return { inputs, outputs, weight: wave(inputs * outputs, inputs), bias: wave(outputs, 0.5) };
}

type Changes = Partial<Record<keyof (PlaneProblem & { parameters: number; seed: number }), unknown>>;

/** A 4-6-3 network with tanh, and seven rows. */
function problem(changes: Changes = {}): PlaneProblem & { parameters: number; seed: number } {
  const layers = [layer(4, 6), layer(6, 3)];
  const look: LookProblem = {
    network: { inputs: 4, layers: [newLayer(6, 'tanh'), newLayer(3, 'linear')] },
    layers,
    loss: 'categoricalCrossEntropy',
    lossSettings: { delta: 1, quantile: 0.5, focusing: 2, labelSmoothing: 0 },
    rows: { rows: 7, features: wave(28), targets: Float64Array.of(0, 1, 2, 0, 1, 2, 0), weights: null },
  };
  const plane = { alongX: layers, alongY: layers, x: Float64Array.of(0, 1), y: Float64Array.of(-1, 0) };
  return { ...look, ...plane, threads: 1, parameters: 1000, seed: 1, ...changes } as ReturnType<
    typeof problem
  >;
}

describe('looks', () => {
  test('walk gives the outputs of forward in float64', async () => {
    const given = problem();
    const walked = engine.walk(given);
    const outputs = await engine.forward(
      given.network,
      [given.layers as LayerWeights<Float64Array>[]],
      given.rows.features as Float64Array,
      7,
      1,
    );
    expect(walked.layers[1]!.a).toEqual(outputs.slice(0, 3));
    expect(walked.layers[0]!.normalized).toBeNull();
    expect(walked.layers.map(({ dZ }) => dZ.length)).toEqual([6, 3]);
  });

  test('statistics, gradientCheck and lossPlane agree about the loss', async () => {
    const given = problem();
    const { loss } = await engine.statistics(given);
    const checked = await engine.gradientCheck(given);
    expect(checked).toMatchObject({ parameters: 51, checked: 51 });
    expect(checked.worst.error).toBeLessThan(1e-6);
    expect(checked.loss).toBeCloseTo(loss, 14);
    const plane = await engine.lossPlane(given);
    expect(plane).toHaveLength(4);
    expect(plane[2]).toBeCloseTo(loss, 14);
    expect(plane[0]).toBeCloseTo(Math.log(3), 14);
  });

  test('lossGradient is the gradient of training where there is neither dropout nor batch normalisation', async () => {
    const { network, layers, loss, lossSettings, rows } = problem();
    const wanted = loadAddon().gradients(network, loss, layers, rows, lossSettings);
    const found = await engine.lossGradient(problem());
    expect(found.loss).toBeCloseTo(wanted.loss, 14);
    for (const [k, { weight, bias }] of wanted.layers.entries()) {
      for (const [i, value] of weight.entries()) expect(found.layers[k]!.weight[i]).toBeCloseTo(value, 14);
      for (const [i, value] of bias.entries()) expect(found.layers[k]!.bias[i]).toBeCloseTo(value, 14);
    }
  });

  test('count rows by their weights', async () => {
    const one = problem({ rows: { ...problem().rows, weights: Float64Array.of(0, 0, 0, 1, 0, 0, 0) } });
    const { features } = problem().rows;
    const alone = problem({
      rows: { rows: 1, features: features.slice(12, 16), targets: Float64Array.of(0), weights: null },
    });
    expect((await engine.statistics(one)).loss).toBeCloseTo(engine.walk(alone).loss, 14);
    expect((await engine.gradientCheck(one)).worst.error).toBeLessThan(1e-6);
  });

  test('take float32 weights and rows as what they are in float64', async () => {
    const { layers, rows } = problem();
    const narrow = layers.map((from) => ({
      ...from,
      weight: Float32Array.from(from.weight),
      bias: Float32Array.from(from.bias),
    }));
    const given = problem({ layers: narrow, rows: { ...rows, features: Float32Array.from(rows.features) } });
    expect((await engine.gradientCheck(given)).worst.error).toBeLessThan(1e-6);
  });

  test('refuse to check gradients of a loss that is not finite, with a code', async () => {
    const layers = problem().layers.map((from) => ({ ...from, weight: from.weight.map(() => 1e308) }));
    await expect(engine.gradientCheck(problem({ layers }))).rejects.toMatchObject({
      code: 'loss_not_finite',
    });
  });

  test.each(['statistics', 'gradientCheck', 'lossPlane'] as const)(
    '%s ends soon after it was called off',
    async (call) => {
      const rows = 300_000;
      const features = new Float64Array(rows * 4).fill(1);
      const many = { rows, features, targets: new Float64Array(rows), weights: null };
      const offsets = new Float64Array(1_000);
      const controller = new AbortController();
      const answer = engine[call](problem({ rows: many, x: offsets, y: offsets }), controller.signal);
      controller.abort();
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    },
  );

  test('refuse what does not fit into memory, before it is allocated', async () => {
    const large = problem({
      network: { inputs: 4, layers: [newLayer(1e9, 'tanh'), newLayer(3, 'linear')] },
    });
    expect(() => engine.walk(large)).toThrow(/GiB of memory/);
    for (const call of ['statistics', 'gradientCheck', 'lossPlane'] as const)
      await expect(engine[call](large)).rejects.toMatchObject({ code: 'out_of_memory' });
  });

  test('rangeTest tries growing rates, ends when it is called off, and refuses a range that is none', async () => {
    const found = await engine.rangeTest(classifier(), { from: 1e-5, to: 1e-3, steps: 12 });
    expect(found.rates).toHaveLength(12);
    expect(found.losses).toHaveLength(12);
    expect(found.rates[11]! / found.rates[0]!).toBeCloseTo(100, 10);
    await expect(engine.rangeTest(classifier(), { from: 1, to: 1, steps: 12 })).rejects.toThrow(
      'range.from must be below range.to',
    );
    await expect(engine.rangeTest(classifier(), { from: 1, to: 2, steps: 1 })).rejects.toThrow('range.steps');
    await expect(
      engine.rangeTest(classifier({ batchSize: 0 }), { from: 1, to: 2, steps: 3 }),
    ).rejects.toThrow('batchSize');
    const controller = new AbortController();
    const answer = engine.rangeTest(classifier(), { from: 1e-9, to: 1e-8, steps: 1e5 }, controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('take whatever may be in the place of a value for an error', async () => {
    const keys = Object.keys(problem()) as (keyof ReturnType<typeof problem>)[];
    const value = fc.oneof(
      fc.anything(),
      fc.integer({ min: -1, max: 20 }),
      fc.float64Array({ maxLength: 30 }),
    );
    const calls = ['walk', 'statistics', 'gradientCheck', 'lossPlane'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...calls),
        fc.constantFrom(...keys),
        value,
        async (call, key, wrong) => {
          const attempt = async () => engine[call](problem({ [key]: wrong }));
          const answer = await attempt().catch((error) => error);
          expect(answer).toBeTypeOf('object');
        },
      ),
      { numRuns: 800 },
    );
  });
});
