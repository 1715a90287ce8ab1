import { expect, test } from 'vitest';
import { evenly, mostLooks, withLook } from '../../../renderer/state/insight/lookHistory.ts';

const steps = (looks: readonly { step: number }[]) => looks.map(({ step }) => step);

test('a look at an earlier state stands before the later ones, and one at the same state takes its place', () => {
  const looks = withLook(withLook([{ step: 10, of: 'first' }], { step: 4, of: 'past' }), {
    step: 10,
    of: 'again',
  });
  expect(looks).toEqual([
    { step: 4, of: 'past' },
    { step: 10, of: 'again' },
  ]);
});

test('looks never grow beyond their limit, and keep the first and the last', () => {
  let looks: readonly { step: number }[] = [];
  for (let step = 1; step <= 1_000; step++) looks = withLook(looks, { step });
  expect(looks.length).toBeLessThanOrEqual(mostLooks);
  expect(steps(looks).at(0)).toBe(1);
  expect(steps(looks).at(-1)).toBe(1_000);
});

test('an even choice of states has the first and the last of them', () => {
  expect(evenly([1, 2, 3], 40)).toEqual([1, 2, 3]);
  const chosen = evenly(
    Array.from({ length: 201 }, (_, k) => k),
    5,
  );
  expect(chosen).toEqual([0, 50, 100, 150, 200]);
});
