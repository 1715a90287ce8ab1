// The numbers of an evaluation's verdict: the score, the number of rows, the baseline and the confidence interval. verdictWords.ts puts
// them into words. The interval of an accuracy is Wilson's at 95 %, which holds near 0 and 1 too.

import {
  type ClassScores,
  type Evaluation,
  type NumberScores,
  unitOfScores,
} from '../../../app/contract/run/evaluation.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';

const z = 1.959964;
/** Below this number of rows, a few rows decide the verdict. */
export const fewRows = 100;

export interface ClassVerdict {
  kind: 'class';
  rows: number;
  right: number;
  share: number;
  interval: [low: number, high: number];
  /** Baseline: the class that is always predicted, and the number of rows it gets right. */
  guess: string;
  guessRight: number;
}
export interface NumberVerdict {
  kind: 'numeric';
  rows: number;
  /** Mean absolute error in the target's own units; null where several targets have units of their own. */
  error: number | null;
  guessError: number | null;
  unit: Unit | undefined;
  r2: number | null;
  targets: string[];
}
export type Verdict = ClassVerdict | NumberVerdict;

/** 95 % confidence interval of the share of `hits` in `rows`; rows > 0. */
export function wilson(hits: number, rows: number): [low: number, high: number] {
  const share = hits / rows;
  const middle = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const reach =
    (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function verdictOf(evaluation: Evaluation): Verdict {
  const { detail, on } = evaluation;
  const rows = evaluation.rows[on];
  const scores = evaluation.metrics[on];
  const baseline = evaluation.baseline[on];
  if (detail.kind === 'class') {
    const right = sum(detail.confusion.map((row, k) => row[k] ?? 0));
    const guessRight = Math.round(((baseline as ClassScores | null)?.accuracy ?? 0) * rows);
    // The baseline is one class, so the number it gets right is that class's number of rows.
    const guess = detail.confusion.findIndex((row) => sum(row) === guessRight);
    return {
      kind: 'class',
      rows,
      right,
      share: rows > 0 ? right / rows : 0,
      interval: rows > 0 ? wilson(right, rows) : [0, 1],
      guess: detail.classes[guess] ?? '',
      guessRight,
    };
  }
  const single = detail.targets.length === 1;
  return {
    kind: 'numeric',
    rows,
    error: single ? ((scores as NumberScores | null)?.mae ?? null) : null,
    guessError: single ? ((baseline as NumberScores | null)?.mae ?? null) : null,
    unit: unitOfScores(detail),
    r2: (scores as NumberScores | null)?.r2 ?? null,
    targets: detail.targets.map((target) => target.name),
  };
}

/** Whether the network is better than the baseline. */
export function beatsGuess(verdict: Verdict): boolean {
  if (verdict.kind === 'class') return verdict.right > verdict.guessRight;
  if (verdict.error !== null && verdict.guessError !== null) return verdict.error < verdict.guessError;
  return (verdict.r2 ?? 0) > 0;
}
