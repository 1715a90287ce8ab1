// Standings of a race: each entrant's newest losses, its lowest so far, and after how many epochs it reached the lowest loss that all
// of them reached. Pure functions; the screen chooses the words.

import { endedStates, type Progress } from '../../../app/contract/run/training.ts';
import type { LossHistory } from '../run/lossHistory.ts';

export type RaceMeasure = 'train' | 'validation';

export interface Racer {
  history: LossHistory;
  progress: Progress;
}

export interface Standing {
  entrant: number;
  /** Losses of the newest epoch; null before the first one, where not finite, or without validation rows. */
  train: number | null;
  validation: number | null;
  /** Lowest loss so far, by the measure. */
  best: { epoch: number; loss: number } | null;
  /** First epoch with a loss of at most `common`; null for an entrant that diverged, or while `common` is null. */
  reached: number | null;
}

export interface Standings {
  /** In the order of the entrants. */
  rows: Standing[];
  /** Lowest loss that all entrants reached, except those that diverged; null while one of them has no finite loss. */
  common: number | null;
  /** Entrants that have not diverged, by their lowest loss, ascending. */
  order: number[];
}

export function standingsOf(racers: readonly Racer[], measure: RaceMeasure): Standings {
  const rows = racers.map(({ history }, entrant): Standing => {
    const last = history.length - 1;
    return {
      entrant,
      train: finite(history.train[last]),
      validation: finite(history.validation[last]),
      best: lowest(history, measure),
      reached: null,
    };
  });
  const inRace = rows.filter(({ entrant }) => racers[entrant]!.progress.state !== 'diverged');
  const known = inRace.filter(({ best }) => best !== null);
  const common =
    known.length > 0 && known.length === inRace.length
      ? Math.max(...known.map(({ best }) => best!.loss))
      : null;
  if (common !== null)
    for (const row of known) row.reached = firstAt(racers[row.entrant]!.history, measure, common);
  const order = known.toSorted((a, b) => a.best!.loss - b.best!.loss).map(({ entrant }) => entrant);
  return { rows, common, order };
}

export function isOver(racers: readonly Racer[]): boolean {
  return racers.every(({ progress }) => endedStates.includes(progress.state));
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function lowest(history: LossHistory, measure: RaceMeasure): Standing['best'] {
  let best = -1;
  const losses = history[measure];
  for (let k = 0; k < history.length; k++)
    if (Number.isFinite(losses[k]) && (best < 0 || losses[k]! < losses[best]!)) best = k;
  return best < 0 ? null : { epoch: history.epoch[best]!, loss: losses[best]! };
}

function firstAt(history: LossHistory, measure: RaceMeasure, loss: number): number | null {
  for (let k = 0; k < history.length; k++) if (history[measure][k]! <= loss) return history.epoch[k]!;
  return null;
}

/** At most `most` points of a history, the last one among them, without losses that are above `above` or not finite. */
export function curveOf(
  history: LossHistory,
  measure: RaceMeasure,
  { most, above }: { most: number; above: number },
): { epoch: number; loss: number }[] {
  const stride = Math.max(1, Math.ceil(history.length / most));
  const points: { epoch: number; loss: number }[] = [];
  for (let k = (history.length - 1) % stride; k < history.length; k += stride) {
    const loss = history[measure][k]!;
    if (Number.isFinite(loss) && loss <= above) points.push({ epoch: history.epoch[k]!, loss });
  }
  return points;
}

/** Largest loss to draw: ten times the highest first loss, so that a diverging curve does not flatten the others. */
export function ceiling(
  racers: readonly { history: LossHistory; progress: Pick<Progress, 'state'> }[],
  measure: RaceMeasure,
): number {
  const begun = racers.filter(({ history }) => history.length > 0);
  const steady = begun.filter(({ progress }) => progress.state !== 'diverged');
  const firsts = (steady.length > 0 ? steady : begun).map(({ history }) => history[measure][0]!);
  const finiteOnes = firsts.filter(Number.isFinite);
  return finiteOnes.length === 0 ? Number.POSITIVE_INFINITY : 10 * Math.max(...finiteOnes);
}
