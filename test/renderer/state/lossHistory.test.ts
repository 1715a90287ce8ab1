import { describe, expect, test } from 'vitest';
import { LossHistory } from '../../../renderer/state/run/lossHistory.ts';

const record = (epoch: number, validationLoss: number | null = null) => ({
  epoch,
  trainLoss: 1 / epoch,
  validationLoss,
  learningRate: epoch / 100,
  validationScore: validationLoss && 1 - validationLoss,
});
const epochs = (history: LossHistory) => [...history.epoch.subarray(0, history.length)];

describe('loss history', () => {
  test('appends what is new', () => {
    const history = new LossHistory();
    history.put(0, [record(1, 0.5), record(2)]);
    history.put(2, [record(3)]);
    expect(epochs(history)).toEqual([1, 2, 3]);
    expect(history.validation[0]).toBe(0.5);
    expect(history.validation[1]).toBeNaN();
    expect([history.score[0], history.score[1]]).toEqual([0.5, Number.NaN]);
    expect(history.rate[2]).toBe(0.03);
  });

  test('finds the record of an epoch, or the next one', () => {
    const history = new LossHistory();
    history.put(0, [record(2), record(4), record(6)]);
    expect([0, 4, 5, 9].map((epoch) => history.at(epoch))).toEqual([0, 1, 2, 2]);
  });

  test('a stream that begins anew replaces what was there', () => {
    const history = new LossHistory();
    history.put(0, [record(1), record(2), record(3)]);
    history.put(0, [record(1), record(2)]);
    expect(epochs(history)).toEqual([1, 2]);
  });

  test('a run that goes on from a checkpoint takes back the epochs after it', () => {
    const history = new LossHistory();
    history.put(0, [record(1), record(2), record(3)]);
    history.put(1, [record(2, 0.25)]);
    expect(epochs(history)).toEqual([1, 2]);
    expect(history.validation[1]).toBe(0.25);
  });

  test('grows to a hundred thousand epochs', () => {
    const history = new LossHistory();
    for (let from = 0; from < 100_000; from += 5_000) {
      history.put(
        from,
        Array.from({ length: 5_000 }, (_, i) => record(from + i + 1)),
      );
    }
    expect(history.length).toBe(100_000);
    expect(history.epoch[99_999]).toBe(100_000);
    expect(history.train[41]).toBe(1 / 42);
  });
});
