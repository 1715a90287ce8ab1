// Initial weights set by hand: everything that begins from initial weights begins from them, with the same bits as if they were drawn.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { InitialLayer } from '../../../../app/contract/spec/initialWeights.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import {
  type Client,
  code,
  currentSpec,
  houses,
  now,
  opened,
  runOf,
  stateWhere,
  trained,
  written,
} from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices: Choices = { targets: ['species'], hidden: [4, 3], epochs: 4, patience: 0, seed: 5 };

async function edit(client: Client, change: (spec: RunSpec) => RunSpec) {
  const spec = change(await currentSpec(client));
  return client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec });
}

const withWeights = (initialWeights: InitialLayer[]) => (spec: RunSpec) => ({
  ...spec,
  model: { ...spec.model, initialWeights },
});

/** The layers of the network as the spec holds them. */
async function weightsNow(client: Client, weights: 'initial' | 'last' = 'initial'): Promise<InitialLayer[]> {
  const { layers, values } = await client.insight.weights({ weights });
  const numbers = new Float32Array(await values.arrayBuffer());
  let at = 0;
  const next = (count: number) => {
    at += count;
    return [...numbers.subarray(at - count, at)];
  };
  return layers.map(({ inputs, units }) => ({
    weight: Array.from({ length: units }, () => next(inputs)),
    bias: next(units),
  }));
}

const scaled = (layers: InitialLayer[], by: number): InitialLayer[] =>
  layers.map(({ weight, bias }) => ({ weight: weight.map((row) => row.map((w) => w * by)), bias: bias! }));

async function fingerprint(client: Client) {
  await trained(client);
  return (await runOf(client)).fingerprint;
}

describe('initial weights set by hand', () => {
  it.each<[string, Partial<Choices>, (spec: RunSpec) => RunSpec]>([
    ['float32', {}, (spec) => spec],
    ['float64', { precision: 'float64' }, (spec) => spec],
    ['batch normalisation', { normalization: 'batch' }, (spec) => spec],
    ['layer normalisation', { normalization: 'layer' }, (spec) => spec],
    [
      'a layer without bias, and one that is off',
      {},
      (spec) => ({
        ...spec,
        model: {
          ...spec.model,
          layers: [
            { ...spec.model.layers[0]!, bias: false },
            { ...newLayer(7, 'relu'), off: true },
            spec.model.layers[1]!,
          ],
        },
      }),
    ],
  ])('that equal those of the seed give the same bits: %s', async (_, more, change) => {
    const client = await opened(iris, { ...choices, ...more }, change);
    const own = await fingerprint(client);
    // Through JSON, as a spec in a file.
    const drawn = JSON.parse(JSON.stringify(await weightsNow(client)));
    await edit(client, withWeights(drawn));
    expect(await weightsNow(client)).toEqual(drawn);
    expect(await fingerprint(client)).toBe(own);
    await edit(client, withWeights(scaled(drawn, 0.5)));
    expect(await fingerprint(client)).not.toBe(own);
  });

  it('are where a run begins that waits for its first step, and where it rewinds to', async () => {
    const client = await opened(iris, choices);
    const given = scaled(await weightsNow(client), 0.5);
    await edit(client, withWeights(given));
    await client.training.start({ threads: 1, paused: true });
    const ready = (await stateWhere(client, ({ run }) => run !== null)).run!;
    expect(ready.progress).toMatchObject({ state: 'ready', step: 0, epoch: 0 });
    expect(await weightsNow(client, 'last')).toEqual(given);
    await client.training.step({ unit: 'batch' });
    await stateWhere(client, ({ run }) => run?.progress.state === 'paused');
    expect((await runOf(client)).progress.step).toBe(1);
    expect(await weightsNow(client, 'last')).not.toEqual(given);
    await client.training.rewind();
    await stateWhere(client, ({ run }) => run?.progress.state === 'ready');
    expect(await weightsNow(client, 'last')).toEqual(given);
    await client.training.resume();
    await stateWhere(client, ({ run }) => run?.progress.state === 'finished' && run.fingerprint !== null);
    const { fingerprint: stepped } = await runOf(client);
    expect(await fingerprint(client)).toBe(stepped);
  });

  it('are what insight measures and walks, in either precision', async () => {
    for (const precision of ['float32', 'float64'] as const) {
      const client = await opened(iris, { ...choices, precision });
      const given = scaled(await weightsNow(client), 0);
      await edit(client, withWeights(given));
      // All logits are 0: three equal probabilities.
      const { loss } = await client.insight.statistics({ weights: 'initial', part: 'train' });
      expect(loss).toBeCloseTo(Math.log(3), 12);
      const { frozen } = await client.insight.freeze({ weights: 'initial' });
      const walk = await client.insight.walk({ weights: { frozen }, row: 0 });
      expect(walk.layers[0]!.weight).toEqual(given[0]!.weight);
      expect(walk.loss).toBeCloseTo(Math.log(3), 12);
      // One row moves only the biases of the output layer, from 0.
      const [, , output] = walk.update.layers;
      expect(output!.weight.flat().every((weight) => weight === 0)).toBe(true);
      expect(output!.bias.some((bias) => bias !== 0)).toBe(true);
    }
  });

  it('are where every racer starts', async () => {
    const client = await opened(iris, choices);
    await edit(client, withWeights(scaled(await weightsNow(client), 0)));
    const { raceId } = await client.race.start({
      epochsPerSecond: null,
      entrants: [newOptimizer('sgd', { learningRate: 1e-9 }), newOptimizer('adam', { learningRate: 1e-9 })],
    });
    for await (const update of await client.race.watch({ raceId }))
      for (const { records } of update.entrants)
        for (const { trainLoss } of records) expect(trainLoss).toBeCloseTo(Math.log(3), 6);
  });

  it('are those of all networks of an ensemble, which is said where seeds are to make a difference', async () => {
    const client = await opened(iris, choices);
    await edit(client, withWeights(await weightsNow(client)));
    const ensemble = (seeds: number) =>
      edit(client, (spec) => ({
        ...spec,
        training: { ...spec.training, ensemble: { folds: 2, seeds } },
      }));
    const codes = ({ plan }: Awaited<ReturnType<typeof ensemble>>) => plan.issues.map((issue) => issue.code);
    expect(codes(await ensemble(1))).not.toContain('initial_weights_shared');
    expect(codes(await ensemble(2))).toContain('initial_weights_shared');
    expect(await code(client.training.start({ paused: true }))).toBe('ensemble_unsuited');
    await trained(client);
    expect((await runOf(client)).progress.state).toBe('finished');
  });

  it('do not hinder the baselines, least squares and the search, whose networks are others', async () => {
    const table = await written('houses.csv', houses());
    const client = await opened(table, { targets: ['price'], hidden: [3], epochs: 3, seed: 5 });
    await edit(client, withWeights(scaled(await weightsNow(client), 0.5)));
    expect((await client.insight.solve()).loss).toBeLessThan(1e-3);
    await trained(client);
    expect((await runOf(client)).metrics).not.toBeNull();
    await client.search.start({ budget: { candidates: 3 } });
    const { search } = await stateWhere(client, (state) => state.search?.state === 'finished');
    expect(search).not.toBeNull();
  });

  it('are replaced by those of the model that a run begins from', async () => {
    const client = await opened(iris, choices);
    await edit(client, withWeights(scaled(await weightsNow(client), 0.5)));
    const parent = await trained(client);
    const { runId } = await client.training.start({ threads: 1, from: { kind: 'run', id: parent } });
    for await (const _ of await client.training.watch({ runId }));
    expect((await runOf(client)).spec.model.initialWeights).toBeUndefined();
  });
});

describe('initial weights that do not fit', () => {
  it('stay after an edit of the network, with an issue until they are drawn from the seed', async () => {
    const client = await opened(iris, choices);
    const given = await weightsNow(client);
    await edit(client, withWeights(given));
    const { spec, plan } = await edit(client, (before) => ({
      ...before,
      model: { ...before.model, layers: [newLayer(5, 'relu'), before.model.layers[1]!] },
    }));
    expect(spec.model.initialWeights).toEqual(given);
    const issues = plan.issues.filter(({ severity }) => severity === 'error');
    expect(issues.map(({ message }) => message)).toEqual([
      'The initial weights set by hand for layer 1 are for 4 units with 4 inputs each; the network has 5 units with 4 inputs each there.',
      'The initial weights set by hand for layer 2 are for 3 units with 4 inputs each; the network has 3 units with 5 inputs each there.',
    ]);
    expect(await code(client.training.start({}))).toBe('spec_refused');
    expect(await code(client.insight.weights({ weights: 'initial' }))).toBe('spec_refused');
    const [remedy] = issues[0]!.remedies!;
    await client.spec.remedy({ revision: Number.MAX_SAFE_INTEGER, remedy: remedy! });
    const after = await now(client);
    expect(after.spec?.model).not.toHaveProperty('initialWeights');
    expect(after.plan?.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(after.undo.undoes).toEqual({ kind: 'part', part: 'initialWeights' });
  });

  it.each<[string, InitialLayer[], string]>([
    [
      'another number of layers',
      [{ weight: [[1, 2, 3, 4]] }],
      'The initial weights set by hand are for 1 layer; the network has 2 layers, the output layer included.',
    ],
    [
      'a bias that the layer lacks',
      [{ weight: [[1, 2, 3, 4]], bias: [1] }, { weight: [[1], [2], [3]] }],
      'Layer 1 has no bias, but the initial weights set by hand give it one other than 0.',
    ],
  ])('say what the network has: %s', async (_, given, sentence) => {
    const client = await opened(iris, { ...choices, hidden: [1] }, (spec) => ({
      ...spec,
      model: {
        ...spec.model,
        layers: [{ ...spec.model.layers[0]!, bias: false }],
        initialWeights: given,
      },
    }));
    const { plan } = await now(client);
    expect(plan?.issues.map(({ message }) => message)).toContain(sentence);
  });

  it('are refused as a spec where they are no weights at all', async () => {
    const client = await opened(iris, choices);
    const spec = await currentSpec(client);
    for (const given of [
      [],
      [{ weight: [] }],
      [{ weight: [[1, 2], [3]] }],
      [{ weight: [[1]], bias: [1, 2] }],
      [{ weight: [[2e6]] }],
      [{ weight: [[Number.NaN]] }],
      [{ weight: Array.from({ length: 65 }, () => Array(64).fill(0)) }],
    ])
      expect(
        await code(
          client.spec.set({
            revision: Number.MAX_SAFE_INTEGER,
            spec: withWeights(given as InitialLayer[])(spec),
          }),
        ),
      ).not.toBe('no error');
  });

  it('of units that are all the same are warned of, as those of an initializer', async () => {
    const client = await opened(iris, { ...choices, hidden: [2] });
    const alike = [
      {
        weight: [
          [1, 2, 3, 4],
          [1, 2, 3, 4],
        ],
      },
      {
        weight: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    ];
    const { plan } = await edit(client, withWeights(alike));
    expect(plan.issues.map((issue) => issue.code)).toContain('weights_alike');
  });
});
