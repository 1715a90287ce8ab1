// What a tab, a taskbar and a dock say of a run.
import { expect, test } from 'vitest';
import type { Progress } from '../../../app/contract/run/training.ts';
import { readyProgress } from '../../../app/training/readyProgress.ts';
import { shareDone, windowTitle } from '../../../renderer/wording/windowTitle.ts';

const at = (state: Progress['state'], epoch: number): Progress => ({
  ...readyProgress(300),
  ...{ state, epoch, step: epoch, stepsPerEpoch: 1 },
});

test('a run in progress says its share in whole hundredths, never one that is not reached', () => {
  expect(shareDone(at('running', 299))).toBe(0.99);
  expect(shareDone(at('running', 0))).toBe(0);
  expect(windowTitle('Training', at('running', 100))).toBe('33% · Training · Chainrule');
  expect(windowTitle('Training', at('paused', 100))).toBe('Paused at 33% · Training · Chainrule');
});

test.each(['finished', 'stopped', 'diverged', 'failed', 'interrupted', 'ready'] as const)(
  'a run that is %s has none',
  (state) => {
    expect(shareDone(at(state, 100))).toBeNull();
    expect(windowTitle('Model', at(state, 100))).toBe('Model · Chainrule');
  },
);

test('neither has a page without a run', () => {
  expect(shareDone(null)).toBeNull();
});
