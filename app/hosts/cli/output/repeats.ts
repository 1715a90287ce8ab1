// Cross-validation in words: each test score over all folds, its mean and its standard deviation.
import type { Scores } from '../../../contract/run/evaluation.ts';
import type { Unit } from '../../../contract/table/unit.ts';
import { scoreNames, writtenScore } from './describe.ts';
import { table } from './figures.ts';

export interface FoldScore {
  mean: number;
  /** Sample deviation (n - 1). */
  deviation: number;
  folds: number[];
}

/** By the names of the scores; one that some fold has not (R² of a constant) is left out. */
export function foldScores(tests: readonly Scores[]): Record<string, FoldScore> {
  const entries = scoreNames.flatMap(([key]): [string, FoldScore][] => {
    const folds = tests.map((scores) => Object.entries(scores).find(([name]) => name === key)?.[1]);
    const there = folds.filter((score) => typeof score === 'number');
    if (there.length < tests.length || there.length < 2) return [];
    const mean = there.reduce((sum, score) => sum + score, 0) / there.length;
    const squares = there.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    return [[key, { mean, deviation: Math.sqrt(squares / (there.length - 1)), folds: there }]];
  });
  return Object.fromEntries(entries);
}

/** `unit`: of the target's values. */
export function foldTable(scores: Record<string, FoldScore>, unit?: Unit): string[] {
  const shown = new Map(Object.entries(scores));
  const lines = scoreNames.flatMap(([key, name]) => {
    const score = shown.get(key);
    if (score === undefined) return [];
    const values = [score.mean, score.deviation, Math.min(...score.folds), Math.max(...score.folds)];
    return [[name, ...values.map((value) => writtenScore(key, value, unit))]];
  });
  const head = ['test', 'mean', 'std. dev.', 'lowest', 'highest'];
  return table([head, ...lines], [false, true, true, true, true]);
}
