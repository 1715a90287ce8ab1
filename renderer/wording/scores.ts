// Scores in words: names of the parts, and the scores that runs are compared by.

import type { Evaluation, NumberScores, Scores } from '../../app/contract/run/evaluation.ts';
import type { Part } from '../../app/contract/run/parts.ts';
import type { Run, RunSummary } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { measuredIn } from './inUnits.ts';
import { numbers } from './numbers.ts';

export function partNames(): Record<Part, string> {
  return { train: m.part_train(), validation: m.part_validation(), test: m.part_test() };
}

type Scored = Pick<Run, 'metrics' | 'testViews'>;

/** The name of an evaluation's part; the new rows of a model are no test rows of it. */
export function evaluatedPart({ newRows }: Pick<Evaluation, 'newRows'>, part: Part): string {
  return newRows ? m.part_new() : partNames()[part];
}

/** The scores by which runs are compared and chosen: on the validation rows, or else the training rows; null before there are any. Not
 *  the test score: it could not judge a run that it helped to choose. */
export function choosingScores({ metrics }: Scored): Scores | null {
  return metrics?.validation ?? metrics?.train ?? null;
}

/** The test scores of a run once they have been viewed; null before. */
export function seenTestScores({ metrics, testViews }: Scored): Scores | null {
  return testViews > 0 ? (metrics?.test ?? null) : null;
}

/** "looked at 3 times". */
export function testViewsWords({ testViews }: Scored): string {
  return m.test_views({ count: testViews, text: numbers().whole(testViews) });
}

/** What a score is of; several targets have no RMSE in common. */
type ScoredTargets = Pick<RunSummary, 'unit' | 'severalTargets'>;

/** A score short enough for the rail or a list. */
export function shortScore(scores: Scores, { unit, severalTargets }: ScoredTargets): string {
  if ('accuracy' in scores) return m.rail_accuracy({ share: numbers().percent(scores.accuracy) });
  if (severalTargets) return m.rail_mean_r2({ value: meanR2(scores) });
  return m.rail_error({ value: measuredIn(unit)(scores.rmse) });
}

export function scoreLine(scores: Scores, { unit, severalTargets }: ScoredTargets): string {
  if ('accuracy' in scores) return m.score_accuracy({ share: numbers().percent(scores.accuracy) });
  if (severalTargets) return m.score_mean_r2({ value: meanR2(scores) });
  return m.score_rmse({ value: measuredIn(unit)(scores.rmse) });
}

const meanR2 = ({ r2 }: NumberScores) => (r2 === null ? '–' : numbers().measure(r2));

/** Formatter that gives aligned numbers the same decimals: three significant digits of the first number. */
export function aligned(first: number | undefined): (value: number) => string {
  const format = numbers();
  const size = Math.abs(first ?? 0);
  if (size < 1e-3 || size >= 1e6) return (value) => format.measure(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return (value) => format.fixed(value, decimals);
}
