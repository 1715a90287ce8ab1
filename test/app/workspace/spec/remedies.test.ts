// A remedy that is offered puts right what it is offered for: taken as the backend takes it, the issue is gone and nothing worse has
// come in its place.
import { describe, expect, test } from 'vitest';
import type { Issue, IssueCode } from '../../../../app/contract/issues/issues.ts';
import { remedied } from '../../../../app/contract/issues/remedied.ts';
import type { Remedy } from '../../../../app/contract/issues/remedies.ts';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import { newSchedule } from '../../../../app/contract/spec/schedules.ts';
import { type RunSpec, runSpecSchema } from '../../../../app/contract/spec/spec.ts';
import { checkModel } from '../../../../app/model/check.ts';
import { networkOf } from '../../../../app/model/network.ts';
import { proposeModel } from '../../../../app/model/propose.ts';
import { code, currentSpec, houses, opened, written } from '../table/openedTable.ts';

const facts = { task: 'multiclass' as const, trainRows: 100, validationRows: 20, inputs: 4, outputs: 3 };

function specOf(change: (spec: RunSpec) => void): RunSpec {
  const { model, training } = proposeModel(facts, { targets: ['y'], hidden: [3] });
  const split = { train: 0.7, validation: 0.15, test: 0.15 };
  const data: RunSpec['data'] = { task: 'multiclass', columns: [], split };
  const spec = structuredClone(runSpecSchema.parse({ version: 1, seed: 1, data, model, training }));
  change(spec);
  return runSpecSchema.parse(spec);
}

function issuesOf(spec: RunSpec): Issue[] {
  const share = 'validation' in spec.data.split ? spec.data.split.validation : 0;
  const rows = { train: 100, validation: share === 0 ? 0 : 20, test: 20 };
  return checkModel(spec, { network: networkOf(spec, 4, 3), rows });
}

const firstLayer = (spec: RunSpec) => spec.model.layers[0]!;
const cases: [IssueCode, (spec: RunSpec) => void][] = [
  ['step_untrainable', (spec) => Object.assign(firstLayer(spec), { activation: 'step' })],
  [
    'initializer_scale_negative',
    (spec) => Object.assign(firstLayer(spec), { initializer: 'normal', initializerScale: -1 }),
  ],
  ['weights_alike', (spec) => Object.assign(firstLayer(spec), { initializer: 'zeros' })],
  ['initial_weights_layers', (spec) => Object.assign(spec.model, { initialWeights: [{ weight: [[1]] }] })],
  [
    'initial_weights_shape',
    (spec) => Object.assign(spec.model, { initialWeights: [{ weight: [[1]] }, { weight: [[1]] }] }),
  ],
  [
    'initial_weights_bias',
    (spec) => {
      firstLayer(spec).bias = false;
      const first = { weight: Array(3).fill([1, 2, 3, 4]), bias: [0, 0, 1] };
      Object.assign(spec.model, { initialWeights: [first, { weight: Array(3).fill([1, 2, 3]) }] });
    },
  ],
  [
    'batch_norm_one_row',
    (spec) => {
      Object.assign(firstLayer(spec), { normalization: 'batch' });
      spec.training.batchSize = 1;
    },
  ],
  [
    'batch_norm_last_row',
    (spec) => {
      Object.assign(firstLayer(spec), { normalization: 'batch' });
      spec.training.batchSize = 33;
    },
  ],
  ['memory_too_large', (spec) => spec.model.layers.push(newLayer(65_536, 'relu'), newLayer(65_536, 'relu'))],
  ['batch_over_rows', (spec) => Object.assign(spec.training, { batchSize: 500 })],
  ['no_validation', (spec) => Object.assign(spec.data.split, { train: 0.8, validation: 0, test: 0.2 })],
  ['loss_does_not_fit', (spec) => Object.assign(spec.training, { loss: 'huber' })],
  [
    'setting_without_effect',
    (spec) => {
      spec.training.loss = 'hinge';
      spec.training.lossSettings.labelSmoothing = 0.1;
    },
  ],
  ['class_weights_count', (spec) => Object.assign(spec.training.lossSettings, { classWeights: [1, 2] })],
  ['weights_all_zero', (spec) => Object.assign(spec.training.lossSettings, { classWeights: [0, 0, 0] })],
  ['learning_rate_high', (spec) => Object.assign(spec.training.optimizer, { learningRate: 3 })],
  ['optimizer_needs_all_rows', (spec) => Object.assign(spec.training, { optimizer: newOptimizer('lbfgs') })],
  [
    'optimizer_without_dropout',
    (spec) => {
      Object.assign(spec.training, { optimizer: newOptimizer('rProp'), batchSize: 'full' });
      firstLayer(spec).dropout = 0.3;
    },
  ],
  [
    'step_sizes_reversed',
    (spec) =>
      Object.assign(spec.training, {
        optimizer: newOptimizer('rProp', { stepMin: 1, stepMax: 0.1 }),
        batchSize: 'full',
      }),
  ],
  ['monitor_does_not_fit', (spec) => Object.assign(spec.training.stopping, { monitor: 'meanAbsoluteError' })],
  [
    'warmup_too_long',
    (spec) =>
      Object.assign(spec.training, {
        schedule: { ...newSchedule('warmupCosine'), warmupEpochs: 50 },
        epochs: 50,
      }),
  ],
];

function taken(spec: RunSpec, remedy: Remedy): RunSpec {
  if (remedy.kind !== 'settings' && remedy.kind !== 'drawnWeights')
    throw new Error(`${remedy.kind} is not a list of settings.`);
  return runSpecSchema.parse(remedied(spec, remedy));
}

describe.each(cases)('%s', (found, change) => {
  const spec = specOf(change);
  const issue = issuesOf(spec).find(({ code }) => code === found);

  test('has a remedy, and each is one', () => {
    expect(issue?.remedies?.length).toBeGreaterThan(0);
    for (const remedy of issue?.remedies ?? []) {
      const after = issuesOf(taken(spec, remedy));
      expect(after.map(({ code }) => code)).not.toContain(found);
      const errors = (list: Issue[]) => list.filter(({ severity }) => severity === 'error').length;
      expect(errors(after)).toBeLessThanOrEqual(errors(issuesOf(spec)));
    }
  });
});

test('more parameters than rows: more decay, or a layer fewer', () => {
  const spec = specOf((one) => one.model.layers.push(newLayer(64, 'relu')));
  const issue = issuesOf(spec).find(({ code }) => code === 'parameters_over_rows');
  expect(issue?.remedies).toEqual([{ kind: 'removeLayer', layer: 1 }]);
  const weak = { ...spec, training: { ...spec.training, optimizer: newOptimizer('adam') } };
  const [decay] = issuesOf(weak).find(({ code }) => code === 'parameters_over_rows')?.remedies ?? [];
  expect(decay).toEqual({
    kind: 'settings',
    set: [{ path: 'training.optimizer.weightDecay', value: 0.01 }],
  });
});

test('the backend takes a remedy as one change, and refuses a path that leads nowhere', async () => {
  const client = await opened(await written('houses.csv', houses()), { targets: ['price'], hidden: [4, 3] });
  const revision = Number.MAX_SAFE_INTEGER;
  const take = (remedy: Remedy) => client.spec.remedy({ revision, remedy });
  await take({ kind: 'removeLayer', layer: 0 });
  await take({ kind: 'settings', set: [{ path: 'training.batchSize', value: 'full' }] });
  const spec = await currentSpec(client);
  expect(spec.model.layers.map(({ units }) => units)).toEqual([3]);
  expect(spec.training.batchSize).toBe('full');
  await client.workspace.undo();
  expect((await currentSpec(client)).training.batchSize).not.toBe('full');
  expect(await code(take({ kind: 'settings', set: [{ path: 'model.layers.7.units', value: 3 }] }))).toBe(
    'spec_invalid',
  );
  expect(await code(take({ kind: 'settings', set: [{ path: 'training.pace', value: 3 }] }))).toBe(
    'spec_invalid',
  );
});

test('a run in progress goes on with what it can, and refuses what needs a new run', async () => {
  const client = await opened(await written('houses.csv', houses()), {
    targets: ['price'],
    epochs: 1_000_000,
    patience: 0,
  });
  const revision = Number.MAX_SAFE_INTEGER;
  const take = (remedy: Remedy) => client.spec.remedy({ revision, remedy });
  expect(await code(take({ kind: 'stop' }))).toBe('run_not_running');
  const { runId } = await client.training.start({ threads: 1 });
  expect(await take({ kind: 'learningRate', rate: 0.002 })).toMatchObject({ taken: 'run' });
  expect(await code(take({ kind: 'batchNormalization' }))).toBe('run_busy');
  expect(await code(take({ kind: 'dropDuplicates' }))).toBe('run_busy');
  expect(await take({ kind: 'stop' })).toMatchObject({ taken: 'run' });
  for await (const _ of await client.training.watch({ runId }));
  expect(await take({ kind: 'batchNormalization' })).toMatchObject({ taken: 'spec' });
});
