// What probably made a training diverge, with the number that shows it, and what to do about it.
import { smallerRate } from '../../../contract/issues/smallerRate.ts';
import type { DivergenceCause } from '../../../contract/run/training.ts';
import { figure } from './figures.ts';

/** `rate`: of the spec; `inputs`: names of the network's inputs; `layers`: how many it has, the output with them. */
export function causeSentence(
  cause: DivergenceCause | null,
  rate: number,
  inputs: readonly string[],
  layers: number,
): string {
  const lower = `--learning-rate ${figure(smallerRate(rate))}`;
  if (cause === null) return `Try ${lower}.`;
  const { kind, index, value, column, row, isTarget = false } = cause;
  if (kind === 'farCell') {
    const advice = isTarget ? 'check it' : `check it, or use --prepare "${column}: scaling=robust, clip=10"`;
    return `Row ${row} has ${figure(value)} in "${column}", far from all other values: ${advice}.`;
  }
  if (kind === 'learningRate') {
    return `The learning rate of ${figure(value)} is probably too large for these gradients: try ${lower}.`;
  }
  if (kind === 'unscaledInput') {
    const name = inputs[index] ?? `number ${index + 1}`;
    return `The input "${name}" reaches ${figure(value)}, where others are about 1: look for outliers in that column, or leave it out with --ignore.`;
  }
  const layer = index === layers - 1 ? 'the output layer' : `hidden layer ${index + 1}`;
  return `The gradient of ${layer} has a norm of ${figure(value)}: try --clip-norm 1, ${lower} or another --initializer.`;
}
