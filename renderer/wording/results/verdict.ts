// The numbers of an evaluation's verdict: the score, the number of rows, and the comparison with simple models. verdictWords.ts
// puts them into words.

import type { Coverage } from '../../../app/contract/run/calibration.ts';
import { type Comparison, mainValue, memorisedScore } from '../../../app/contract/run/comparison.ts';
import {
  type ClassScores,
  type Evaluation,
  type NumberScores,
  unitOfScores,
} from '../../../app/contract/run/evaluation.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';

/** Below this number of rows, a few rows decide the verdict. */
export const fewRows = 100;

/** The main metric of the network and of the simple models. */
export interface Compared extends Pick<Comparison, 'main' | 'interval' | 'lead'> {
  network: number;
  guess: number;
  /** null where no linear model was fitted. */
  linear: number | null;
  /** The score on the training rows, where it says that rows were memorised; else null. */
  memorised: number | null;
  /** The class that the linear model predicts for as many rows as the network, where the network has a threshold of its own. */
  asMany: string | null;
}

export interface ClassVerdict {
  kind: 'class';
  rows: number;
  right: number;
  share: number;
  /** null in evaluations of older versions, which compare with the baseline alone. */
  compared: Compared | null;
  /** Baseline: the class that is always predicted, and the number of rows it gets right. */
  guess: string;
  guessRight: number;
  /** Classes that have rows of which none was predicted correctly, in the model's order. */
  neverFound: string[];
  coverage: Coverage | null;
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
  /** Of several targets, the one that is predicted worst. */
  worst: { name: string; r2: number } | null;
  compared: Compared | null;
  coverage: Coverage | null;
}
export type Verdict = ClassVerdict | NumberVerdict;

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function verdictOf(evaluation: Evaluation): Verdict {
  const { detail, on } = evaluation;
  const rows = evaluation.rows[on];
  const scores = evaluation.metrics[on];
  const baseline = evaluation.baseline[on];
  if (detail.kind === 'class') {
    const right = sum(
      detail.confused.map(([actual, predicted, count]) => (actual === predicted ? count : 0)),
    );
    const guessRight = Math.round(((baseline as ClassScores | null)?.accuracy ?? 0) * rows);
    // The baseline is one class, so the number it gets right is that class's number of rows.
    const guess = detail.perClass.findIndex((one) => one.rows === guessRight);
    return {
      kind: 'class',
      rows,
      right,
      share: rows > 0 ? right / rows : 0,
      compared: comparedOf(evaluation),
      guess: detail.classes[guess] ?? '',
      guessRight,
      neverFound: detail.perClass.flatMap(({ value, recall }) => (recall === 0 ? [value] : [])),
      coverage: evaluation.coverage ?? null,
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
    worst: worstOf(detail.targets),
    compared: comparedOf(evaluation),
    coverage: evaluation.coverage ?? null,
  };
}

function worstOf(targets: readonly { name: string; r2: number | null }[]): NumberVerdict['worst'] {
  const known = targets.flatMap(({ name, r2 }) => (r2 === null ? [] : [{ name, r2 }]));
  const [first, ...others] = known.toSorted((a, b) => a.r2 - b.r2);
  return first === undefined || others.length === 0 ? null : first;
}

function comparedOf({ comparison, all, on, detail, threshold }: Evaluation): Compared | null {
  if (comparison === undefined) return null;
  const { main, interval, lead, metrics, baselines } = comparison;
  const linear = baselines.linear === null ? null : mainValue(baselines.linear, main);
  return {
    ...{ main, interval, lead, linear },
    network: mainValue(metrics, main),
    guess: mainValue(baselines.guess, main),
    asMany: detail.kind === 'class' && threshold !== undefined ? (detail.classes[1] ?? null) : null,
    memorised: on === 'train' ? null : memorisedScore(comparison, all?.train ?? null),
  };
}

/** Whether the network is better than the baseline. */
export function beatsGuess(verdict: Verdict): boolean {
  const { compared } = verdict;
  if (compared !== null)
    return compared.main === 'mae' ? compared.network < compared.guess : compared.network > compared.guess;
  if (verdict.kind === 'class') return verdict.right > verdict.guessRight;
  if (verdict.error !== null && verdict.guessError !== null) return verdict.error < verdict.guessError;
  return (verdict.r2 ?? 0) > 0;
}
