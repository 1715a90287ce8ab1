// Who is where in a race: the losses of now, the lowest so far, and after how many epochs each had come down to a loss that all of
// them reached. Pure; the words are the screen's.

import { endedStates, type Progress } from '../../../app/contract/run/training.ts';
import type { LossHistory } from '../run/lossHistory.ts';

export type RaceMeasure = 'train' | 'validation';

export interface Racer {
  history: LossHistory;
  progress: Progress;
}

export interface Standing {
  entrant: number;
  /** Of the newest epoch; null before the first, or without validation rows. */
  train: number | null;
  validation: number | null;
  /** Lowest of the measure so far. */
  best: { epoch: number; loss: number } | null;
  /** Epochs until the measure was at the common loss or below it; null for one that diverged. */
  reached: number | null;
}

export interface Standings {
  /** In the order of the entrants. */
  rows: Standing[];
  /** The lowest loss that all have reached, those that diverged left out; null while it is not known. */
  common: number | null;
  /** Entrants that are in the race, the lowest first. */
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

/** At most `most` points of a history for a drawing, the last one among them; `above` and what is not finite is left out. */
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

/** Losses that many times above where the others begin would press everybody else's curve flat. */
export function ceiling(racers: readonly Racer[], measure: RaceMeasure): number {
  const begun = racers.filter(({ history }) => history.length > 0);
  const steady = begun.filter(({ progress }) => progress.state !== 'diverged');
  const firsts = (steady.length > 0 ? steady : begun).map(({ history }) => history[measure][0]!);
  const finiteOnes = firsts.filter(Number.isFinite);
  return finiteOnes.length === 0 ? Number.POSITIVE_INFINITY : 10 * Math.max(...finiteOnes);
}
