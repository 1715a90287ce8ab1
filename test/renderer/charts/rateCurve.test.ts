// The drawn learning rate is the engine's: what its records say of each epoch's last step.
import { describe, expect, test } from 'vitest';
import { newOptimizer } from '../../../app/contract/spec/optimizers.ts';
import { newSchedule, type ScheduleSpec, schedules } from '../../../app/contract/spec/schedules.ts';
import { rateCurve, scheduledRate } from '../../../renderer/charts/rates/rateCurve.ts';
import { classifier } from '../../app/engine/harness/config.ts';
import { train } from '../../app/engine/harness/run.ts';

const rate = 0.1;

/** Of each epoch's last step; 103 rows in batches of 16 are 7 steps. */
async function trainedRates(schedule: ScheduleSpec, epochs: number): Promise<number[]> {
  const optimizer = newOptimizer('sgd', { learningRate: rate });
  const { records } = await train(classifier({ schedule, epochs, optimizer, validation: null }));
  return records.map(({ learningRate }) => learningRate!);
}

const settled = schedules.filter((type) => type !== 'reduceOnPlateau');

test.each(settled)('%s is drawn as it is trained', async (type) => {
  const said = { step: { every: 2 }, warmupCosine: { warmupEpochs: 3, minimum: 0.01 } };
  const schedule = { ...newSchedule(type), ...said[type as keyof typeof said] } as ScheduleSpec;
  const epochs = 9;
  const drawn = Array.from({ length: epochs }, (_, epoch) =>
    scheduledRate(schedule, rate, { epoch, step: 6, stepsPerEpoch: 7, epochs }),
  );
  const trained = await trainedRates(schedule, epochs);
  expect(trained).toHaveLength(epochs);
  for (const [epoch, value] of trained.entries()) expect(drawn[epoch]).toBeCloseTo(value, 12);
});

describe('a plateau that nothing ends', () => {
  const schedule = { ...newSchedule('reduceOnPlateau'), patience: 2, factor: 0.5 } as ScheduleSpec;

  test('is drawn as the engine takes it where nothing counts as better', async () => {
    // Only a loss below 0 would be better by all of itself.
    const never = { ...schedule, threshold: 1 } as ScheduleSpec;
    const drawn = Array.from({ length: 9 }, (_, epoch) =>
      scheduledRate(never, rate, { epoch, step: 0, stepsPerEpoch: 7, epochs: 9 }),
    );
    expect(await trainedRates(never, 9)).toEqual(drawn);
  });
});

test('a curve has the first and the last step, and no more points than asked for', () => {
  const points = rateCurve(newSchedule('cosine'), rate, { epochs: 1_000, stepsPerEpoch: 7 }, 11);
  expect(points).toHaveLength(11);
  expect(points[0]).toEqual({ epoch: 0, rate });
  expect(points.at(-1)?.epoch).toBeCloseTo(6_999 / 7, 12);
  expect(rateCurve(newSchedule('constant'), rate, { epochs: 1, stepsPerEpoch: 1 })).toEqual([
    { epoch: 0, rate },
  ]);
});
