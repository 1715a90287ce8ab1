// Trainings nobody would think of, all of them valid: networks, losses, optimizers, schedules, rows and their weights by
// chance, small enough to be over in milliseconds.

import {
  type Activation,
  activations,
  initializers,
  type LayerSpec,
  newLayer,
  normalizations,
  scaledInitializers,
} from '../../../../app/contract/spec/layers.ts';
import { defaultLossSettings } from '../../../../app/contract/spec/losses.ts';
import {
  fullBatchOptimizers,
  newOptimizer,
  type OptimizerSpec,
  optimizers,
} from '../../../../app/contract/spec/optimizers.ts';
import { defaultRegularization, type Regularization } from '../../../../app/contract/spec/regularization.ts';
import { type ScheduleSpec, scheduleSpecSchema, schedules } from '../../../../app/contract/spec/schedules.ts';
import { type BatchSize, type Precision, trainingDefaults } from '../../../../app/contract/spec/spec.ts';
import type { Rows, TrainConfig } from '../../../../app/engine/runConfig.ts';
import { type Dice, noise } from './chance.ts';
import { configOf } from './config.ts';
import { binaryLosses, classLosses, engineLosses, rowsFor, weighed } from './rows.ts';

/** All that can be trained. */
export const trainable: Activation[] = activations.filter((name) => name !== 'step');

function randomLayer(dice: Dice, mayDrop: boolean): LayerSpec {
  const initializer = dice.pick(initializers);
  return newLayer(dice.pick([1, 2, 3, 7, 16, 31, 32, 33, 64]), dice.pick(trainable), {
    initializer,
    initializerScale: scaledInitializers.includes(initializer) ? dice.share() / 4 : 0.05,
    bias: dice.chance(0.8),
    normalization: dice.chance(0.5) ? 'none' : dice.pick(normalizations),
    dropout: mayDrop && dice.chance(0.3) ? dice.pick([0.1, 0.5, 0.9]) : 0,
  });
}

function randomOptimizer(dice: Dice): OptimizerSpec {
  const type = dice.pick(optimizers);
  const chosen = newOptimizer(type);
  const learningRate = type === 'adaDelta' || type === 'lbfgs' ? 1 : dice.pick([1e-4, 0.001, 0.01]);
  const weightDecay = 'weightDecay' in chosen && dice.chance(0.3) ? { weightDecay: 0.01 } : {};
  return { ...chosen, learningRate, ...weightDecay } as OptimizerSpec;
}

const randomSchedule = (dice: Dice): ScheduleSpec =>
  dice.chance(0.4) ? trainingDefaults.schedule : scheduleSpecSchema.parse({ type: dice.pick(schedules) });

function randomRegularization(dice: Dice): Regularization {
  const some = (probability: number, value: number) => (dice.chance(probability) ? value : null);
  return {
    ...defaultRegularization,
    l1: some(0.2, 0.001) ?? 0,
    decoupledDecay: some(0.2, 0.01) ?? 0,
    clipNorm: some(0.3, 0.5),
    clipValue: some(0.2, 0.1),
    maxNorm: some(0.2, 1.5),
    decayBiases: dice.chance(0.2),
  };
}

/** Of three tables one has weights, and in that every fifth row counts for nothing. */
function mayWeigh(rows: Rows, dice: Dice): Rows {
  if (!dice.chance(0.3)) return rows;
  return weighed(rows, (row) => (row % 5 === 3 ? 0 : 0.5 + Math.abs(noise(row))));
}

export function randomTraining(dice: Dice): TrainConfig {
  const optimizer = randomOptimizer(dice);
  const whole = fullBatchOptimizers.includes(optimizer.type);
  const loss = dice.pick(engineLosses);
  const precision: Precision = dice.chance(0.3) ? 'float64' : 'float32';
  const outputs = classLosses.includes(loss)
    ? dice.whole(2, 9)
    : binaryLosses.includes(loss)
      ? 1
      : dice.whole(1, 3);
  const inputs = dice.whole(1, 12);
  const hidden = Array.from({ length: dice.whole(0, 3) }, () => randomLayer(dice, !whole));
  const last = newLayer(outputs, 'linear', { bias: dice.chance(0.8) });
  const rows = dice.whole(1, 90);
  const batchSize: BatchSize =
    whole || dice.chance(0.2) ? 'full' : dice.pick([1, 2, 7, 16, 32, rows, rows + 5]);
  const network = { inputs, layers: [...hidden, last] };
  return configOf({
    network,
    loss,
    lossSettings: {
      ...defaultLossSettings,
      delta: dice.pick([0.1, 1]),
      quantile: dice.pick([0.1, 0.5]),
      focusing: dice.pick([0, 2]),
      labelSmoothing: dice.pick([0, 0.1]),
    },
    optimizer,
    schedule: randomSchedule(dice),
    // L-BFGS's line search would not see them.
    regularization: optimizer.type === 'lbfgs' ? defaultRegularization : randomRegularization(dice),
    batchSize,
    epochs: dice.whole(1, 6),
    patience: dice.chance(0.2) ? 2 : 0,
    precision,
    seed: dice.whole(0, 1000),
    threads: dice.whole(1, 3),
    train: mayWeigh(rowsFor(network, loss, rows, { precision }), dice),
    validation: dice.chance(0.6)
      ? mayWeigh(rowsFor(network, loss, dice.whole(1, 40), { precision, from: 1e6 }), dice)
      : null,
  });
}
