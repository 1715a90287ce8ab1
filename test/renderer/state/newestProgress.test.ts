// Which of the two that tell where a run stands is believed.
import { expect, test } from 'vitest';
import type { RunState } from '../../../app/contract/run/training.ts';
import { readyProgress } from '../../../app/training/readyProgress.ts';
import { newestProgress } from '../../../renderer/state/run/newestProgress.ts';

const at = (state: RunState, step: number) => ({ ...readyProgress(10), state, step });

test('the stream tells more than the state while nothing changes', () => {
  const told = at('running', 0);
  const progress = at('running', 40);
  expect(newestProgress(told, { progress, over: told })).toBe(progress);
  expect(newestProgress(told, null)).toBe(told);
});

test.each([
  ['was paused', at('running', 40), at('paused', 45)],
  ['goes on from the very step at which it was paused', at('paused', 45), at('running', 45)],
  ['was rewound', at('paused', 45), at('ready', 0)],
])('a state that comes after the stream is believed: the run %s', (_, progress, told) => {
  expect(newestProgress(told, { progress, over: at('running', 0) })).toBe(told);
});

test('a stream that comes after the state tells of a change which the state has not told yet', () => {
  const told = at('running', 0);
  const progress = at('paused', 45);
  expect(newestProgress(told, { progress, over: told })).toBe(progress);
});

test('a step between two pauses that came as one is seen', () => {
  const told = at('paused', 46);
  expect(newestProgress(told, { progress: at('paused', 45), over: at('paused', 45) })).toBe(told);
});

test('the end is told by the state', () => {
  const told = at('stopped', 45);
  expect(newestProgress(told, { progress: at('running', 50), over: told })).toBe(told);
});
