import { expect, test } from 'vitest';
import { withSharedParts } from '../../../renderer/state/sharedParts.ts';

const state = () => ({
  revision: 1,
  dataset: { columns: [{ name: 'a' }, { name: 'b' }] },
  run: null as { step: number } | null,
});

test('what has not changed is the same object as before, at any depth', () => {
  const before = state();
  const after = withSharedParts(before, { ...state(), revision: 2 });
  expect(after).toEqual({ ...state(), revision: 2 });
  expect(after.dataset).toBe(before.dataset);
  expect(withSharedParts(before, state())).toBe(before);
});

test('a changed part is new, with its unchanged neighbours kept', () => {
  const before = state();
  const changed = { ...state(), dataset: { columns: [{ name: 'a' }, { name: 'c' }] } };
  const after = withSharedParts(before, changed);
  expect(after.dataset).not.toBe(before.dataset);
  expect(after.dataset.columns[0]).toBe(before.dataset.columns[0]);
  expect(after.dataset.columns[1]).toEqual({ name: 'c' });
});

test('longer, shorter, emptied and other kinds of values are taken as they come', () => {
  expect(withSharedParts([1, 2], [1])).toEqual([1]);
  expect(withSharedParts([1], [1, 2])).toEqual([1, 2]);
  expect(withSharedParts({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  expect(withSharedParts({ a: 1 }, { b: undefined })).toEqual({ b: undefined });
  expect(withSharedParts({ 0: 'x' }, ['x'])).toEqual(['x']);
  expect(withSharedParts({ step: 1 }, null)).toBeNull();
  expect(withSharedParts(null, { step: Number.NaN })).toEqual({ step: Number.NaN });
});
