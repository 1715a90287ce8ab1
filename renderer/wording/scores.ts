// Scores in words: which part of the rows, and the numbers that are compared first.

import type { Part, Scores } from '../../app/contract/run/evaluation.ts';
import type { Run } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

export function partNames(): Record<Part, string> {
  return { train: m.part_train(), validation: m.part_validation(), test: m.part_test() };
}

type Scored = Pick<Run, 'metrics' | 'testViews'>;

/** The scores that runs are compared and chosen by: on the validation rows, or else the training rows; null before any. The test
 *  score is none of them: what it chooses, it no longer judges. */
export function choosingScores({ metrics }: Scored): Scores | null {
  return metrics?.validation ?? metrics?.train ?? null;
}

/** The test score of a run, once it has been looked at; null before. */
export function seenTestScores({ metrics, testViews }: Scored): Scores | null {
  return testViews > 0 ? (metrics?.test ?? null) : null;
}

/** "looked at 3 times". */
export function testViewsWords({ testViews }: Scored): string {
  return m.test_views({ count: testViews, text: numbers().whole(testViews) });
}

/** In the few characters that a rail or a list has for it. */
export function shortScore(scores: Scores): string {
  const format = numbers();
  return 'accuracy' in scores
    ? m.rail_accuracy({ share: format.percent(scores.accuracy) })
    : m.rail_error({ value: format.measure(scores.rmse) });
}

export function scoreLine(scores: Scores): string {
  const format = numbers();
  if ('accuracy' in scores) return m.score_accuracy({ share: format.percent(scores.accuracy) });
  return m.score_rmse({ value: format.measure(scores.rmse) });
}

/** Writes numbers that stand below or beside each other with the same decimals: three digits of the first. */
export function aligned(first: number | undefined): (value: number) => string {
  const format = numbers();
  const size = Math.abs(first ?? 0);
  if (size < 1e-3 || size >= 1e6) return (value) => format.measure(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return (value) => format.fixed(value, decimals);
}
