// Learning rates as a run's records tell them: against PyTorch's where it has the schedule, else against the formula.
import { describe, expect, test } from 'vitest';
import { newOptimizer } from '../../../../app/contract/spec/optimizers.ts';
import type { ScheduleSpec } from '../../../../app/contract/spec/schedules.ts';
import { defaultStopping } from '../../../../app/contract/spec/stopping.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';
import { classRows } from '../harness/rows.ts';
import { train } from '../harness/run.ts';
import { expectClose, golden } from '../reference/golden.ts';

const recordsOf = async (config: TrainConfig) => (await train(config)).records;

/** A learning rate for each epoch of one step. */
async function rates(schedule: ScheduleSpec, epochs: number, change: Partial<TrainConfig> = {}) {
  const optimizer = newOptimizer('sgd', { learningRate: 0.1 });
  const config = classifier({ schedule, epochs, optimizer, batchSize: 'full', validation: null, ...change });
  return (await recordsOf(config)).map(({ learningRate }) => learningRate!);
}

const close = (found: number[], wanted: number[]) => expectClose(found, wanted, 1e-12, 1e-9);

interface Plateaus {
  metrics: number[];
  lr_used_in_epoch: number[];
}
const { schedules } = golden<{ schedules: Record<string, number[] | Plateaus> }>('lr_schedules.json');

test.each<[string, ScheduleSpec, number]>([
  ['step(size=5,gamma=.5)', { type: 'step', every: 5, factor: 0.5 }, 25],
  ['exponential(gamma=.9)', { type: 'exponential', factor: 0.9 }, 25],
  ['cosine(T_max=20,eta_min=0)', { type: 'cosine', minimum: 0 }, 20],
  ['one_cycle(max_lr=.1,total_steps=25)', { type: 'oneCycle' }, 25],
])("%s is PyTorch's", async (name, schedule, epochs) => {
  close(await rates(schedule, epochs), (schedules[name] as number[]).slice(0, epochs));
});

test('a constant rate stays, and inverse time divides by 1 + decay times the epoch', async () => {
  expect(await rates({ type: 'constant' }, 3)).toEqual([0.1, 0.1, 0.1]);
  close(await rates({ type: 'inverseTime', decay: 0.5 }, 4), [0.1, 0.1 / 1.5, 0.05, 0.04]);
});

test('warm-up rises with every step, and a record has the rate of its last one', async () => {
  // 103 rows in batches of 16 are 7 steps.
  const found = await rates({ type: 'warmupCosine', warmupEpochs: 2, minimum: 0.01 }, 6, { batchSize: 16 });
  const cosine = (step: number) => 0.01 + (0.09 * (1 + Math.cos((Math.PI * (step - 14)) / 28))) / 2;
  close(found, [0.05, 0.1, cosine(20), cosine(27), cosine(34), cosine(41)]);
});

/** PyTorch's ReduceLROnPlateau in its own words, for rates that a schedule without limits would use. */
function plateaus(scores: number[], factor: number, patience: number, threshold: number, upwards = false) {
  let [rate, best, bad] = [0.1, upwards ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, 0];
  return scores.map((score) => {
    const used = rate;
    const better = upwards ? score > best * (1 + threshold) : score < best * (1 - threshold);
    bad = better ? 0 : bad + 1;
    if (better) best = score;
    if (bad > patience) [rate, bad] = [rate * factor, 0];
    return used;
  });
}

describe('reduce on plateau', () => {
  const { metrics, lr_used_in_epoch } = schedules[
    'reduce_on_plateau(factor=.5,patience=2,threshold=1e-4 rel)'
  ] as Plateaus;
  const schedule: ScheduleSpec = {
    type: 'reduceOnPlateau',
    factor: 0.5,
    patience: 2,
    threshold: 1e-4,
    minimum: 0,
  };
  // Classes that nothing explains: the validation loss soon rises.
  const unlearnable = () => {
    const train = classRows(60, 5, 3);
    train.targets.forEach((_, i) => {
      train.targets[i] = (i * 7) % 3;
    });
    return classifier({
      train,
      schedule,
      epochs: 60,
      optimizer: newOptimizer('adam', { learningRate: 0.1 }),
    });
  };

  test("is written down here as PyTorch's", () => {
    close(plateaus(metrics, 0.5, 2, 1e-4), lr_used_in_epoch);
  });

  test('looks at the validation loss', async () => {
    const records = await recordsOf(unlearnable());
    const wanted = plateaus(
      records.map(({ validationLoss }) => validationLoss!),
      0.5,
      2,
      1e-4,
    );
    close(
      records.map(({ learningRate }) => learningRate!),
      wanted,
    );
    expect(wanted.at(-1)).toBeLessThan(0.01);
  });

  test('looks at an accuracy that is monitored, of which more is better, and keeps to its minimum', async () => {
    const minimum = { ...schedule, minimum: 0.02 };
    const stopping = { ...defaultStopping, monitor: 'accuracy' as const };
    const records = await recordsOf({ ...unlearnable(), schedule: minimum, stopping });
    const scores = records.map(({ validationScore }) => validationScore!);
    const wanted = plateaus(scores, 0.5, 2, 1e-4, true).map((rate) => Math.max(rate, 0.02));
    close(
      records.map(({ learningRate }) => learningRate!),
      wanted,
    );
    expect(wanted.at(-1)).toBe(0.02);
  });
});
