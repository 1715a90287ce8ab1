// The one sentence of an evaluation and the honesty around it: how many rows, against what simple guess, how sure.
// Pure numbers here; verdictWords.ts says them. The interval of a share is Wilson's at 95 %, which stays true near 0 and 1.

import type { ClassScores, Evaluation, NumberScores } from '../../../app/contract/run/evaluation.ts';

const z = 1.959964;
/** Below this many rows a few of them decide the verdict. */
export const fewRows = 100;

export interface ClassVerdict {
  kind: 'class';
  rows: number;
  right: number;
  share: number;
  interval: [low: number, high: number];
  /** What always guessing `guess` would get. */
  guess: string;
  guessRight: number;
}
export interface NumberVerdict {
  kind: 'numeric';
  rows: number;
  /** Mean absolute error in the target's own units; null where several targets have units of their own. */
  error: number | null;
  guessError: number | null;
  r2: number | null;
  targets: string[];
}
export type Verdict = ClassVerdict | NumberVerdict;

/** Share of `hits` in `rows` with its 95 % interval; rows > 0. */
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
    // The guess is one class, so it gets just that class's rows.
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
    r2: (scores as NumberScores | null)?.r2 ?? null,
    targets: detail.targets.map((target) => target.name),
  };
}

/** Whether it is better than the guess at all. */
export function beatsGuess(verdict: Verdict): boolean {
  if (verdict.kind === 'class') return verdict.right > verdict.guessRight;
  if (verdict.error !== null && verdict.guessError !== null) return verdict.error < verdict.guessError;
  return (verdict.r2 ?? 0) > 0;
}
