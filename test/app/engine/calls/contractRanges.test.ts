// Whatever the contract allows the engine takes: each setting at both ends of its range, each choice, one at a time.
import { expect, it } from 'vitest';
import { limits } from '../../../../app/contract/limits.ts';
import { activations, initializers, newLayer, normalizations } from '../../../../app/contract/spec/layers.ts';
import { lossesOfTask, lossNumbers } from '../../../../app/contract/spec/losses.ts';
import {
  fullBatchOptimizers,
  newOptimizer,
  type OptimizerSpec,
  optimizerSettings,
  optimizers,
} from '../../../../app/contract/spec/optimizers.ts';
import { regularizationSettings } from '../../../../app/contract/spec/regularization.ts';
import { type ScheduleSpec, scheduleSettings, schedules } from '../../../../app/contract/spec/schedules.ts';
import { defaultsOf, type Setting, type Settings } from '../../../../app/contract/spec/settings.ts';
import { precisions, trainingDefaults } from '../../../../app/contract/spec/spec.ts';
import { stoppingSettings } from '../../../../app/contract/spec/stopping.ts';
import { tasks } from '../../../../app/contract/spec/task.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { engineLoss } from '../../../../app/model/engineLoss.ts';
import { classifier } from '../harness/config.ts';
import { classRows, valueRows } from '../harness/rows.ts';

const engine = loadEngine();

function taken(change: Partial<TrainConfig>) {
  const config = classifier(change);
  expect(() => engine.createRun(config).dispose(), JSON.stringify(change)).not.toThrow();
}

function valuesOf(setting: Setting): unknown[] {
  if (setting.kind === 'flag') return [true, false];
  if (setting.kind === 'choice') return [...setting.choices];
  return [setting.min, setting.max, setting.default];
}

/** The defaults with one setting at a time at each of its values. */
function variants(settings: Settings): Record<string, unknown>[] {
  const usual = defaultsOf(settings);
  return Object.entries(settings).flatMap(([name, setting]) =>
    valuesOf(setting).map((value) => ({ ...usual, [name]: value })),
  );
}

it.each(optimizers)('%s', (type) => {
  const batchSize = fullBatchOptimizers.includes(type) ? 'full' : 16;
  for (const values of variants(optimizerSettings[type])) {
    const optimizer = { ...newOptimizer(type), ...values } as OptimizerSpec;
    // The largest of the smallest steps and the smallest of the largest ones are not a pair.
    if (optimizer.type === 'rProp' && optimizer.stepMin > optimizer.stepMax) continue;
    taken({ optimizer, batchSize });
  }
});

it.each(schedules)('the schedule %s', (type) => {
  taken({ schedule: { type, ...defaultsOf(scheduleSettings[type]) } as ScheduleSpec });
  for (const values of variants(scheduleSettings[type])) {
    taken({ schedule: { type, ...values } as ScheduleSpec });
  }
});

it('regularisation, stopping and the numbers of losses', () => {
  for (const values of variants(regularizationSettings)) {
    taken({ regularization: { ...trainingDefaults.regularization, ...values } });
  }
  for (const values of variants(stoppingSettings)) {
    if (values.monitor !== 'meanAbsoluteError')
      taken({ stopping: { ...trainingDefaults.stopping, ...values } });
  }
  for (const values of variants(lossNumbers)) {
    taken({ lossSettings: { ...trainingDefaults.lossSettings, ...values } });
  }
});

it.each(tasks)('every loss of a %s task', (task) => {
  const units = { regression: 2, binary: 1, multiclass: 3 }[task];
  for (const loss of lossesOfTask[task]) {
    const rows = task === 'regression' ? valueRows(20, 5, 2) : classRows(20, 5, task === 'binary' ? 2 : 3);
    const network = { inputs: 5, layers: [newLayer(units, 'linear')] };
    taken({ loss: engineLoss(loss, task), network, train: rows, validation: null });
  }
});

it('layers of every kind', () => {
  const layers = [
    ...activations.filter((activation) => activation !== 'step').map((activation) => newLayer(4, activation)),
    ...initializers.map((initializer) => newLayer(4, 'tanh', { initializer })),
    ...normalizations.map((normalization) => newLayer(4, 'relu', { normalization, bias: false })),
    newLayer(4, 'relu', { dropout: limits.dropout.max }),
    newLayer(4, 'relu', { initializer: 'constant', initializerScale: limits.initializerScale.min }),
    newLayer(4, 'relu', { initializer: 'normal', initializerScale: limits.initializerScale.max }),
  ];
  for (const layer of layers) {
    taken({ network: { inputs: 5, layers: [layer, newLayer(3, 'linear', { bias: false })] } });
  }
});

it('both precisions', () => {
  const wide = (rows: ReturnType<typeof classRows>) => ({
    ...rows,
    features: Float64Array.from(rows.features),
    targets: Float64Array.from(rows.targets),
  });
  for (const precision of precisions) {
    const double = precision === 'float64';
    const [train, validation] = [classRows(20, 5, 3), classRows(9, 5, 3)];
    taken({
      precision,
      train: double ? wide(train) : train,
      validation: double ? wide(validation) : validation,
    });
  }
});
