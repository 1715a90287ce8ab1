import { expect, test } from 'vitest';
import { evenly, mostSnapshots, withSnapshot } from '../../../renderer/state/insight/snapshots.ts';

const steps = (snapshots: readonly { step: number }[]) => snapshots.map(({ step }) => step);

test('a snapshot of an earlier step stands before the later ones, and replaces one of the same step', () => {
  const snapshots = withSnapshot(withSnapshot([{ step: 10, of: 'first' }], { step: 4, of: 'past' }), {
    step: 10,
    of: 'again',
  });
  expect(snapshots).toEqual([
    { step: 4, of: 'past' },
    { step: 10, of: 'again' },
  ]);
});

test('snapshots never grow beyond their limit, and keep the first and the last', () => {
  let snapshots: readonly { step: number }[] = [];
  for (let step = 1; step <= 1_000; step++) snapshots = withSnapshot(snapshots, { step });
  expect(snapshots.length).toBeLessThanOrEqual(mostSnapshots);
  expect(steps(snapshots).at(0)).toBe(1);
  expect(steps(snapshots).at(-1)).toBe(1_000);
});

test('an even choice of states has the first and the last of them', () => {
  expect(evenly([1, 2, 3], 40)).toEqual([1, 2, 3]);
  const chosen = evenly(
    Array.from({ length: 201 }, (_, k) => k),
    5,
  );
  expect(chosen).toEqual([0, 50, 100, 150, 200]);
});
