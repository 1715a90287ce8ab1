// What a run is called, and what it came to, in few words.

import type { RunSummary } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { isolated } from './isolated.ts';
import { numbers } from './numbers.ts';
import { choosingScores, shortScore } from './scores.ts';

type Named = Pick<RunSummary, 'name' | 'fileName' | 'target' | 'parent'>;

/** Its name, or else its file and target; a branch without a name is called after its parent and the epoch it began from. */
export function runTitle({ name, fileName, target, parent }: Named): string {
  if (name !== '') return name;
  const own = `${isolated(fileName)}: ${isolated(target)}`;
  if (parent === null) return own;
  return m.run_branch_title({
    parent: parent.name === '' ? own : parent.name,
    epoch: numbers().whole(parent.epoch),
  });
}

/** Which run it is, on a screen that shows one. */
export function whichRun(run: Named & Pick<RunSummary, 'startedAt'>): string {
  return m.run_which({ name: runTitle(run), when: numbers().moment(run.startedAt) });
}

/** Where a branch began; null for other runs. */
export function branchWords({ fileName, target, parent }: Named): string | null {
  if (parent === null) return null;
  const name = parent.name === '' ? `${isolated(fileName)}: ${isolated(target)}` : parent.name;
  return m.run_branch_from({ parent: name, epoch: numbers().whole(parent.epoch) });
}

/** Of runs that are laid beside each other: those that would be called the same get a number. */
export function runTitles(runs: readonly RunSummary[]): string[] {
  const titles = runs.map(runTitle);
  return titles.map((title, index) => {
    const same = titles.filter((other) => other === title).length;
    return same > 1 ? `${isolated(title)} (${index + 1})` : title;
  });
}

/** The score that runs are chosen by, or else where it stands. */
export function runOutcome(run: RunSummary): string {
  const scores = choosingScores(run);
  if (!scores || run.state === 'diverged' || run.state === 'failed')
    return m[`rail_training_${run.state}`]({ epoch: numbers().whole(run.epoch) });
  return run.metrics?.validation ? shortScore(scores) : m.score_of_training({ score: shortScore(scores) });
}

/** For sorting by result: the better the larger; what has none last. Accuracies and errors do not compare, so each stays
 *  with its kind. */
export function runScore(run: RunSummary): number {
  const scores = choosingScores(run);
  if (!scores) return Number.NEGATIVE_INFINITY;
  return 'accuracy' in scores ? 1 + scores.accuracy : -scores.rmse;
}
