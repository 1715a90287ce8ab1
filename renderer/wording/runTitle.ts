// A run's title and its outcome in few words.

import type { RunSummary } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { isolated } from './isolated.ts';
import { numbers } from './numbers.ts';
import { choosingScores, shortScore } from './scores.ts';

type Named = Pick<RunSummary, 'name' | 'fileName' | 'target' | 'parent'>;

/** The run's name, or else its file and target; an unnamed branch gets its parent's title and the epoch it began from, an unnamed
 *  training from a model's weights the model's. */
export function runTitle({ name, fileName, target, parent }: Named): string {
  if (name !== '') return name;
  const own = `${isolated(fileName)}: ${isolated(target)}`;
  if (parent === null) return own;
  if (parent.from === 'weights') return m.run_trained_on_title({ parent: isolated(parent.name) });
  return m.run_branch_title({
    parent: parent.name === '' ? own : parent.name,
    epoch: numbers().whole(parent.epoch),
  });
}

/** Title and start time, for a screen that shows one run. */
export function whichRun(run: Named & Pick<RunSummary, 'startedAt'>): string {
  return m.run_which({ name: runTitle(run), when: numbers().moment(run.startedAt) });
}

/** What the run began from, in words; null for a run with random initial weights. */
export function branchWords({ fileName, target, parent }: Named): string | null {
  if (parent === null) return null;
  if (parent.from === 'weights') return m.run_trained_on_from({ parent: isolated(parent.name) });
  const name = parent.name === '' ? `${isolated(fileName)}: ${isolated(target)}` : parent.name;
  return m.run_branch_from({ parent: name, epoch: numbers().whole(parent.epoch) });
}

/** Titles of several runs; equal titles get a number. */
export function runTitles(runs: readonly RunSummary[]): string[] {
  const titles = runs.map(runTitle);
  return titles.map((title, index) => {
    const same = titles.filter((other) => other === title).length;
    return same > 1 ? `${isolated(title)} (${index + 1})` : title;
  });
}

/** The score that runs are compared by, or else the run's state. */
export function runOutcome(run: RunSummary): string {
  const scores = choosingScores(run);
  if (!scores || run.state === 'diverged' || run.state === 'failed')
    return m[`rail_training_${run.state}`]({ epoch: numbers().whole(run.epoch) });
  const score = shortScore(scores, run);
  return run.metrics?.validation ? score : m.score_of_training({ score });
}

/** Number to sort runs by result: larger is better, and a run without scores is last. All accuracies come before all errors, since the
 *  two are not comparable. */
export function runScore(run: RunSummary): number {
  const scores = choosingScores(run);
  if (!scores) return Number.NEGATIVE_INFINITY;
  if ('accuracy' in scores) return 1 + scores.accuracy;
  // R² is at most 1, as no error is below 0.
  return run.severalTargets ? (scores.r2 ?? Number.NEGATIVE_INFINITY) - 1 : -scores.rmse;
}
