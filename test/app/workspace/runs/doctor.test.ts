// The doctor on real runs that have a real fault, and on one that has none.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { noise } from '../../engine/harness/chance.ts';
import {
  type Client,
  code,
  currentSpec,
  now,
  opened,
  runOf,
  trained,
  written,
} from '../table/openedTable.ts';

const iris = resolve('examples/iris.csv');
const choices: Choices = { targets: ['species'], hidden: [8], epochs: 40, patience: 0, seed: 1 };

/** With its optimizer's numbers, schedule and layers as a fault needs them. */
function spoilt(change: (spec: RunSpec) => RunSpec) {
  return (spec: RunSpec) =>
    change({ ...spec, training: { ...spec.training, schedule: { type: 'constant' }, patience: 0 } });
}

async function diagnoses(client: Client) {
  await trained(client);
  return client.insight.diagnoses();
}
const codes = (found: { code: string }[]) => found.map((one) => one.code);

describe('the doctor', () => {
  it('needs a run', async () => {
    expect(await code((await opened(iris, choices)).insight.diagnoses())).toBe('run_needed');
  });

  it('finds no fault in what the app proposes', async () => {
    const found = await diagnoses(await opened(iris, { targets: ['species'], epochs: 30 }));
    expect(found.filter(({ tone }) => tone === 'warning')).toEqual([]);
  });

  it('sees dead units, and the next run has none', async () => {
    // Sums of lengths, all above 0, with weights of -1.
    const dead = spoilt((spec) => ({
      ...spec,
      data: {
        ...spec.data,
        columns: spec.data.columns.map((column) =>
          column.role === 'feature' ? { ...column, prepare: { scaling: 'none' } } : column,
        ),
      },
      model: {
        ...spec.model,
        layers: spec.model.layers.map((layer) => ({
          ...layer,
          initializer: 'constant',
          initializerScale: -1,
        })),
      },
    }));
    const client = await opened(iris, { ...choices, activation: 'relu' }, dead);
    const found = await diagnoses(client);
    const diagnosis = found.find((one) => one.code === 'dead_units');
    expect(diagnosis?.values).toMatchObject({ layer: 1 });
    expect(diagnosis?.remedy).toEqual({ kind: 'activation', layer: 0, activation: 'leakyRelu' });
    const revision = Number.MAX_SAFE_INTEGER;
    expect(await client.spec.remedy({ revision, remedy: diagnosis!.remedy! })).toMatchObject({
      taken: 'spec',
    });
    expect((await currentSpec(client)).model.layers[0]?.activation).toBe('leakyRelu');
    expect(codes(await diagnoses(client))).not.toContain('dead_units');
    await client.workspace.undo();
    expect((await currentSpec(client)).model.layers[0]?.activation).toBe('relu');
  });

  it('says why a network of zeros learns nothing, and the next run does', async () => {
    const zeros = spoilt((spec) => ({
      ...spec,
      model: {
        ...spec.model,
        layers: [
          { ...spec.model.layers[0]!, off: true },
          ...spec.model.layers.map((layer) => ({ ...layer, initializer: 'zeros' as const })),
        ],
      },
    }));
    const client = await opened(iris, choices, zeros);
    const [first] = await diagnoses(client);
    expect(first).toMatchObject({ code: 'units_alike', tone: 'warning', values: { layer: 1 } });
    await client.spec.remedy({ revision: Number.MAX_SAFE_INTEGER, remedy: first!.remedy! });
    const { layers } = (await currentSpec(client)).model;
    expect(layers.map(({ initializer }) => initializer === 'zeros')).toEqual(layers.map(() => false));
    expect(codes(await diagnoses(client))).not.toContain('units_alike');
  });

  it('sees saturated units', async () => {
    const saturated = spoilt((spec) => ({
      ...spec,
      model: {
        ...spec.model,
        layers: spec.model.layers.map((layer) => ({
          ...layer,
          initializer: 'uniform',
          initializerScale: 50,
        })),
      },
    }));
    const found = await diagnoses(await opened(iris, { ...choices, activation: 'tanh' }, saturated));
    expect(codes(found)).toContain('saturated_units');
  });

  it('sees gradients vanish in a deep stack of sigmoids', async () => {
    const deep = {
      ...choices,
      hidden: Array.from({ length: 10 }, () => 6),
      activation: 'sigmoid' as const,
      epochs: 5,
    };
    const found = await diagnoses(await opened(iris, deep));
    expect(codes(found)).toContain('vanishing_gradients');
  });

  it('sees a rate that is too small, and offers a larger one', async () => {
    const client = await opened(
      iris,
      { ...choices, optimizer: 'sgd', learningRate: 1e-5 },
      spoilt((spec) => spec),
    );
    const found = await diagnoses(client);
    // Of a run that has ended nothing is said of what it could still gain.
    expect(codes(found)).not.toContain('rate_too_small');
    const slow = await opened(
      iris,
      { ...choices, epochs: 100_000, optimizer: 'sgd', learningRate: 1e-5 },
      spoilt((s) => s),
    );
    // At a pace, so that it is paused where it was seen.
    await slow.training.pace({ epochsPerSecond: 60 });
    const { runId } = await slow.training.start({ threads: 1 });
    for await (const { progress } of await slow.training.watch({ runId })) if (progress.epoch > 40) break;
    await slow.training.pause();
    const diagnosis = (await slow.insight.diagnoses()).find((one) => one.code === 'rate_too_small');
    expect(diagnosis?.remedy).toEqual({ kind: 'learningRate', rate: 3e-5 });
    expect(
      await slow.spec.remedy({ revision: Number.MAX_SAFE_INTEGER, remedy: diagnosis!.remedy! }),
    ).toMatchObject({
      taken: 'run',
    });
    await slow.training.step({ unit: 'epoch' });
    for await (const { run } of await slow.workspace.watch()) {
      if (run?.changes.length !== 1) continue;
      expect(run.changes[0]?.optimizer?.learningRate).toBe(3e-5);
      break;
    }
    await slow.training.stop();
    expect((await runOf(slow)).id).toBe(runId);
  });

  /** Six columns of noise and a class of which the first one says as much as `told`. */
  const noisy = (count: number, told: number) => {
    const rows = Array.from({ length: count }, (_, i) => {
      const cells = Array.from({ length: 7 }, (_, k) => noise(7 * i + k));
      const answer = cells[6]! + told * cells[0]! > 0 ? 'yes' : 'no';
      return [...cells.slice(0, 6).map((cell) => cell.toFixed(4)), answer].join(',');
    });
    return written('noise.csv', ['a,b,c,d,e,f,answer', ...rows]);
  };
  const heart: Choices = {
    targets: ['answer'],
    hidden: [64],
    epochs: 300,
    patience: 0,
    optimizer: 'adam',
    learningRate: 0.01,
    optimizerSettings: { weightDecay: 0 },
  };
  const unspoilt = spoilt((spec) => spec);

  it('sees overfitting, and the epoch before it', async () => {
    const found = await diagnoses(
      await opened(await noisy(300, 3), { ...heart, learningRate: 0.003 }, unspoilt),
    );
    const diagnosis = found.find((one) => one.code === 'overfitting');
    expect(diagnosis?.values.best).toBeLessThan(300);
    expect(Number(diagnosis?.values.validation)).toBeGreaterThan(Number(diagnosis?.values.least));
  });

  it('sees rows learned by heart of which there is nothing else to learn', async () => {
    const found = await diagnoses(await opened(await noisy(300, 0), heart, unspoilt));
    expect(codes(found)).toContain('large_gap');
    expect(codes(found)).not.toContain('overfitting');
  });

  it('says of 9 validation rows what they are worth', async () => {
    const found = await diagnoses(await opened(await noisy(60, 0), heart, unspoilt));
    expect(found.find(({ code }) => code === 'few_validation_rows')?.values).toMatchObject({ rows: 9 });
  });

  it('sees an input that nobody scaled', async () => {
    const bare = spoilt((spec) => ({
      ...spec,
      data: {
        ...spec.data,
        columns: spec.data.columns.map((column) =>
          column.name === 'Weight_in_lbs' ? { ...column, prepare: { scaling: 'none' } } : column,
        ),
      },
    }));
    const cars = { targets: ['Miles_per_Gallon'], hidden: [8], epochs: 5, seed: 1 };
    const client = await opened(resolve('examples/cars.csv'), cars, bare);
    const [first] = await diagnoses(client);
    expect(first).toMatchObject({ code: 'unscaled_input', values: { column: 'Weight_in_lbs' } });
    await client.spec.remedy({ revision: Number.MAX_SAFE_INTEGER, remedy: first!.remedy! });
    expect(codes(await diagnoses(client))).not.toContain('unscaled_input');
  });

  describe('of one cell far from all others', () => {
    /** Rows 51 to 60 are the validation data. */
    const table = (cells: (row: number) => [x: string, y: string]) =>
      written('far.csv', [
        'part,a,b,y',
        ...Array.from({ length: 80 }, (_, i) => {
          const [a, y] = cells(i);
          return `${i < 50 ? 'train' : i < 60 ? 'check' : 'test'},${a},${noise(i + 500).toFixed(4)},${y}`;
        }),
      ]);
    const usual = (i: number): [string, string] => [noise(i).toFixed(4), (3 * noise(i)).toFixed(4)];
    const far: Choices = {
      targets: ['y'],
      hidden: [8],
      epochs: 40,
      patience: 0,
      // Else the column would be clipped.
      prepare: { a: { scaling: 'standard' } },
      split: { by: 'column', column: 'part', validation: ['check'], test: ['test'] },
    };
    const bare = (spec: RunSpec): RunSpec => ({
      ...spec,
      data: {
        ...spec.data,
        columns: spec.data.columns.map((one) =>
          one.name === 'part' ? { ...one, role: 'ignored' as const } : one,
        ),
      },
    });

    it.each(['1e30', '1e12', '1e6'])('names the row and the column of %s in a feature', async (value) => {
      const file = await table((i) => (i === 54 ? [value, '1'] : usual(i)));
      const client = await opened(file, far, bare);
      const [first] = await diagnoses(client);
      expect(first).toMatchObject({
        code: 'far_cell',
        values: { column: 'a', row: 55, value: Number(value) },
      });
      await client.spec.remedy({ revision: Number.MAX_SAFE_INTEGER, remedy: first!.remedy! });
      const after = await diagnoses(client);
      expect(codes(after)).not.toContain('far_cell');
      expect((await runOf(client)).progress.state).toBe('finished');
    });

    it('names it in a target, and as the cause of the divergence', async () => {
      const file = await table((i) => (i === 54 ? [usual(i)[0], '1e30'] : usual(i)));
      const client = await opened(file, far, bare);
      const [first] = await diagnoses(client);
      expect(first).toMatchObject({ code: 'far_cell', values: { column: 'y', row: 55 }, remedy: null });
      const { progress } = await runOf(client);
      expect(progress).toMatchObject({
        state: 'diverged',
        cause: { kind: 'farCell', column: 'y', row: 55, value: 1e30, isTarget: true },
      });
    });

    it('says nothing of one in the test data, which decides no loss but a score', async () => {
      const file = await table((i) => (i === 74 ? ['1e6', '1'] : usual(i)));
      const client = await opened(file, far, bare);
      const { plan } = await now(client);
      expect(plan?.issues.find((one) => one.code === 'cell_far')).toMatchObject({
        path: 'data.columns.1',
        message: expect.stringMatching(
          /^Row 75 has 1,000,000 in "a": .* This one cell decides the test score\./,
        ),
        values: { column: 'a', row: 75, value: 1e6, part: 'test' },
        remedies: [{ kind: 'prepare', column: 'a', prepare: { scaling: 'robust', clip: 10 } }],
      });
      expect(codes(await diagnoses(client))).not.toContain('far_cell');
    });
  });
});
