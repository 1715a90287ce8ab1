// What probably made a training diverge, with the number that shows it, and what to do about it.
import type { DivergenceCause } from '../../../contract/run/training.ts';
import { figure } from './figures.ts';

/** `inputs`: names of the network's inputs; `layers`: how many it has, the output with them. */
export function causeSentence(
  cause: DivergenceCause | null,
  inputs: readonly string[],
  layers: number,
): string {
  if (cause === null) return 'Try a lower --learning-rate.';
  const { kind, index, value } = cause;
  if (kind === 'learningRate') {
    return `The learning rate of ${figure(value)} is probably too high for these gradients: try a lower --learning-rate.`;
  }
  if (kind === 'unscaledInput') {
    const name = inputs[index] ?? `number ${index + 1}`;
    return `The input "${name}" reaches ${figure(value)}, where others are about 1: look for outliers in that column, or leave it out with --ignore.`;
  }
  const layer = index === layers - 1 ? 'the output layer' : `hidden layer ${index + 1}`;
  return `The gradient of ${layer} has a norm of ${figure(value)}: try --clip-norm 1, a lower --learning-rate or another --initializer.`;
}
