import { describe, expect, test } from 'vitest';
import type { Progress } from '../../../app/contract/run/training.ts';
import { readyProgress } from '../../../app/training/readyProgress.ts';
import { ceiling, curveOf, type Racer, standingsOf } from '../../../renderer/state/race/standings.ts';
import { LossHistory } from '../../../renderer/state/run/lossHistory.ts';

function racer(losses: number[], state: Progress['state'] = 'finished', validation?: number[]): Racer {
  const history = new LossHistory();
  history.put(
    0,
    losses.map((trainLoss, k) => ({
      epoch: k + 1,
      trainLoss,
      validationLoss: validation?.[k] ?? null,
      learningRate: null,
      validationScore: null,
    })),
  );
  return { history, progress: { ...readyProgress(9), state, epoch: losses.length } };
}

describe('standings', () => {
  test('tell the lowest loss of each, and the order', () => {
    const { rows, order } = standingsOf([racer([3, 2, 2.5]), racer([4, 1, 3])], 'train');
    expect(rows.map(({ best }) => best)).toEqual([
      { epoch: 2, loss: 2 },
      { epoch: 2, loss: 1 },
    ]);
    expect(rows[0]).toMatchObject({ train: 2.5, validation: null });
    expect(order).toEqual([1, 0]);
  });

  test('tell after how many epochs each had come down to what all reached', () => {
    const { rows, common } = standingsOf([racer([3, 2.2, 2]), racer([1.9, 1]), racer([5, 4, 1.5])], 'train');
    expect(common).toBe(2);
    expect(rows.map(({ reached }) => reached)).toEqual([3, 1, 3]);
  });

  test('leave out who diverged, who keeps what was lowest', () => {
    const wild = racer([0.5, Number.POSITIVE_INFINITY], 'diverged');
    const { rows, common, order } = standingsOf([wild, racer([3, 2]), racer([4, 3])], 'train');
    expect(common).toBe(3);
    expect(order).toEqual([1, 2]);
    expect(rows[0]).toMatchObject({ best: { epoch: 1, loss: 0.5 }, reached: null, train: null });
  });

  test('know of nothing common before each has an epoch behind it', () => {
    expect(standingsOf([racer([3]), racer([], 'running')], 'train')).toMatchObject({
      common: null,
      order: [0],
    });
  });

  test('can be of the validation rows', () => {
    const first = racer([1, 1], 'finished', [4, 3]);
    const second = racer([2, 2], 'finished', [5, 2]);
    expect(standingsOf([first, second], 'validation').order).toEqual([1, 0]);
  });
});

describe('curves of a race', () => {
  test('have few points, the newest among them, and none that runs away', () => {
    const { history } = racer(Array.from({ length: 1_000 }, (_, k) => 1_000 - k));
    const points = curveOf(history, 'train', { most: 300, above: 900 });
    expect(points.length).toBeLessThanOrEqual(300);
    expect(points.at(-1)).toEqual({ epoch: 1_000, loss: 1 });
    expect(Math.max(...points.map(({ loss }) => loss))).toBeLessThanOrEqual(900);
  });

  test('are cut at ten times where those begin that stay', () => {
    const wild = racer([1e9, 1e30], 'diverged');
    expect(ceiling([wild, racer([3, 2]), racer([5, 1])], 'train')).toBe(50);
    expect(ceiling([wild], 'train')).toBe(1e10);
  });
});
