// A preset through the contract: its network, the training that goes with it, and reasons that speak of it and of nothing else.
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { connect, currentSpec, opened, stateWhere, trained } from '../table/openedTable.ts';

const revision = Number.MAX_SAFE_INTEGER;
const cars = () => opened(resolve('examples/cars.csv'), { targets: ['Miles_per_Gallon'] });
const codes = (plan: { reasons: { code: string }[] }) => plan.reasons.map(({ code }) => code);

describe('linear regression as a preset', () => {
  it('reaches the least-squares solution', async () => {
    const client = await cars();
    const { spec } = await client.spec.preset({ revision, preset: 'linearRegression' });
    expect(spec.model.layers).toEqual([]);
    await trained(client);
    const { metrics: exact } = await client.insight.solve();
    const { run } = await stateWhere(client, (state) => state.run?.metrics?.train != null);
    const rmse = (scores: unknown) => (scores as { rmse: number }).rmse;
    // float32 weights, and a loss that is flat at its minimum.
    expect(rmse(run!.metrics!.train) / rmse(exact.train)).toBeCloseTo(1, 6);
    expect(run!.progress.reason).toBe('converged');
  });

  it('has reasons about itself, and keeps those about the target', async () => {
    const client = await cars();
    const { plan } = await client.spec.preset({ revision, preset: 'linearRegression' });
    expect(codes(plan)).toEqual(['number_of_numbers', 'preset_linear_regression', 'least_squares']);
  });

  it('is trained as usual again once it has a hidden layer', async () => {
    const client = await cars();
    const { training } = await currentSpec(client);
    const { spec } = await client.spec.preset({ revision, preset: 'linearRegression' });
    const deeper = { ...spec, model: { ...spec.model, layers: [newLayer(16, 'relu')] } };
    const after = await client.spec.set({ revision, spec: deeper });
    expect([after.spec.model, after.spec.training]).toEqual([deeper.model, training]);
    expect(codes(after.plan)).toEqual([
      'number_of_numbers',
      ...['batch_steps', 'weight_decay', 'epochs_enough', 'patience_of_validation', 'search_offered'],
    ]);
  });

  it('is taken back whole by undo, with its reasons', async () => {
    const client = await cars();
    const before = await stateWhere(client, ({ spec }) => spec !== null);
    await client.spec.preset({ revision, preset: 'linearRegression' });
    await client.workspace.undo();
    const after = await stateWhere(client, () => true);
    expect([after.spec, after.plan?.reasons]).toEqual([before.spec, before.plan?.reasons]);
  });
});

it('a preset leaves the columns and the split as they are', async () => {
  const client = await cars();
  const { data } = await currentSpec(client);
  const { spec } = await client.spec.preset({ revision, preset: 'tooLarge' });
  expect(spec.data).toEqual(data);
});

it('a change by hand takes away the reasons that speak of what it changed', async () => {
  const client = await cars();
  const spec = await currentSpec(client);
  const { plan } = await client.spec.set({
    revision,
    spec: { ...spec, training: { ...spec.training, epochs: 50, batchSize: 16 } },
  });
  expect(codes(plan)).toEqual(['number_of_numbers', 'hidden_layers', 'weight_decay', 'search_offered']);
});

it('no preset is chosen before there is a target', async () => {
  const client = connect();
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
  await expect(client.spec.preset({ revision, preset: 'small' })).rejects.toMatchObject({
    data: { code: 'target_needed' },
  });
});

it('likely targets come with a reason that has a code and a sentence', async () => {
  const client = connect();
  await client.dataset.open({ file: { kind: 'path', path: resolve('examples/cars.csv') } });
  const [first] = await client.dataset.likelyTargets();
  expect(first).toEqual({
    column: 'Miles_per_Gallon',
    reason: {
      code: 'target_named',
      message: '"Miles_per_Gallon" is a usual name of a target.',
      values: { column: 'Miles_per_Gallon' },
    },
  });
});
