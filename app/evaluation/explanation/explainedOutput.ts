// The one number of a network's outputs that an explanation is about: the value of a target, or the probability of a class. Its value and
// slopes in float64, and how it is written in the target's own units.
import type { TargetPreparation } from '../../contract/model.ts';

export interface ExplainedOutput {
  value(outputs: Float64Array): number;
  /** Derivatives of `value` with regard to each output. */
  slopes(outputs: Float64Array): Float64Array;
  /** value * scale + offset is in the target's own units. */
  scale: number;
  offset: number;
}

/** @param which index of the target column, or of the class. */
export function explainedOutput(target: TargetPreparation, which: number): ExplainedOutput {
  if (target.kind === 'class')
    return target.classes.length === 2 ? binaryOutput(which === 1 ? 1 : -1) : classOutput(which);
  const { mean, scale } = target.columns[which]!;
  const of = target.link === 'log' ? Math.exp : (output: number) => output;
  const slope = target.link === 'log' ? Math.exp : () => 1;
  return {
    value: (outputs) => of(outputs[which]!),
    slopes: (outputs) => outputs.map((output, k) => (k === which ? slope(output) : 0)),
    ...{ scale, offset: mean },
  };
}

function binaryOutput(sign: 1 | -1): ExplainedOutput {
  const probability = ([logit]: Float64Array) => 1 / (1 + Math.exp(-sign * logit!));
  return {
    value: probability,
    slopes: ([logit]) => {
      const e = Math.exp(-Math.abs(logit!));
      return Float64Array.of((sign * e) / (1 + e) ** 2);
    },
    ...{ scale: 1, offset: 0 },
  };
}

function classOutput(which: number): ExplainedOutput {
  return {
    value: (outputs) => softmax(outputs)[which]!,
    slopes: (outputs) => {
      const shares = softmax(outputs);
      const own = shares[which]!;
      return shares.map((share, k) => (k === which ? own * (1 - own) : -own * share));
    },
    ...{ scale: 1, offset: 0 },
  };
}

function softmax(outputs: Float64Array): Float64Array {
  let most = -Infinity;
  for (const output of outputs) most = Math.max(most, output);
  const shares = outputs.map((output) => Math.exp(output - most));
  let sum = 0;
  for (const share of shares) sum += share;
  return shares.map((share) => share / sum);
}
