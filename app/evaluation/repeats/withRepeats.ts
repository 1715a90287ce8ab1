// An evaluation judged by the repeats of its training where there are any: on folds, the interval and the lead over the simple models
// are those over the folds. Seeds give the interval alone: they share their test rows, so that the lead still goes by resampled rows.
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { RunRepeats } from '../../contract/run/repeats.ts';
import { summarize } from './summarize.ts';

export function withRepeats(evaluation: Evaluation, repeats: RunRepeats | null): Evaluation {
  const { comparison, newRows } = evaluation;
  // Repeats are scored at the threshold 0.5.
  const others = newRows || evaluation.threshold !== undefined;
  if (comparison === undefined || others || repeats === null) return evaluation;
  const { folds, seeds } = repeats;
  const overFolds = folds && summarize('folds', comparison.main, folds.members);
  if (overFolds) {
    const { interval, lead } = overFolds;
    return { ...evaluation, comparison: { ...comparison, interval: interval ?? comparison.interval, lead } };
  }
  const interval = (seeds && summarize('seeds', comparison.main, seeds.members))?.interval;
  return interval ? { ...evaluation, comparison: { ...comparison, interval } } : evaluation;
}
