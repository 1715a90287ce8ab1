// Scores in words: which part of the rows, and the numbers that are compared first.
import type { Part, Scores } from '../../app/contract/evaluation.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

export function partNames(): Record<Part, string> {
  return { train: m.part_train(), validation: m.part_validation(), test: m.part_test() };
}

export function scoreLine(scores: Scores): string {
  const format = numbers();
  if ('accuracy' in scores) return m.score_accuracy({ share: format.percent(scores.accuracy) });
  return m.score_rmse({ value: format.measure(scores.rmse) });
}
