// What a run is called, and what it came to, in few words.

import type { RunSummary } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';
import { heldBackScores, shortScore } from './scores.ts';

/** Its name, or else its file and target. */
export function runTitle({ name, fileName, target }: RunSummary): string {
  return name === '' ? `${fileName}: ${target}` : name;
}

/** Of runs that are laid beside each other: those that would be called the same get a number. */
export function runTitles(runs: readonly RunSummary[]): string[] {
  const titles = runs.map(runTitle);
  return titles.map((title, index) => {
    const same = titles.filter((other) => other === title).length;
    return same > 1 ? `${title} (${index + 1})` : title;
  });
}

/** The score on the rows held back, or else where it stands. */
export function runOutcome(run: RunSummary): string {
  const scores = heldBackScores(run.metrics);
  if (!scores || run.state === 'diverged' || run.state === 'failed')
    return m[`rail_training_${run.state}`]({ epoch: numbers().whole(run.epoch) });
  return shortScore(scores);
}

/** For sorting by result: the better the larger; what has none last. Accuracies and errors do not compare, so each stays
 *  with its kind. */
export function runScore({ metrics }: RunSummary): number {
  const scores = heldBackScores(metrics);
  if (!scores) return Number.NEGATIVE_INFINITY;
  return 'accuracy' in scores ? 1 + scores.accuracy : -scores.rmse;
}
