// What the steps of a foreign network make of a stack of dense layers: a longer one, or a part of an activation's formula. Each throws Refusal,
// whose message is a clause that goes on after the name of the step.
import { type Formula, straight } from './recognised.ts';
import {
  type Base,
  closed,
  identityLinear,
  type Linear,
  moveBase,
  Refusal,
  type StackValue,
  stack,
  widthOf,
  withLinear,
} from './stack.ts';

/** That of both of Chainrule's normalisations. */
const ownEpsilon = 1e-5;

export function composed({ base, formula: inner, size }: StackValue, formula: Formula): StackValue {
  return stack(base, inner === null ? formula : (x) => formula(inner(x)), size + 1);
}

export function dense(value: StackValue, linear: Linear): StackValue {
  return stack(withLinear(closed(value), linear));
}

/** factor * x + offset, each one number or one for each of the value's. */
export function moved(value: StackValue, factor: Float64Array, offset: Float64Array): StackValue {
  const base = value.formula === null && value.base.linear?.norm === undefined ? value.base : closed(value);
  const stretched = moveBase(base, 'Mul', factor, 'right');
  const result = stretched && moveBase(stretched, 'Add', offset, 'right');
  if (result === null) throw new Refusal(`scales ${factor.length} of ${widthOf(base)} units`);
  return stack(result);
}

export interface Statistics {
  gamma: Float64Array;
  beta: Float64Array;
  mean: Float64Array;
  variance: Float64Array;
}

/** Behind a dense layer its normalisation; elsewhere each number is only moved and stretched. */
export function batchNormalized(value: StackValue, statistics: Statistics, epsilon: number): StackValue {
  const { gamma, beta, mean, variance } = statistics;
  const { base, formula } = value;
  // What is more or less than Chainrule's own epsilon belongs to the variance.
  const own = variance.map((v) => v + epsilon - ownEpsilon);
  if (formula === null && base.linear !== null && base.linear.norm === undefined && own.every((v) => v >= 0))
    return stack({
      ...base,
      linear: { ...base.linear, norm: { kind: 'batch', gamma, beta, mean, variance: own } },
    });
  const factor = gamma.map((g, k) => g / Math.sqrt(variance[k]! + epsilon));
  return moved(
    value,
    factor,
    beta.map((b, k) => b - mean[k]! * factor[k]!),
  );
}

/** Behind a dense layer its normalisation; elsewhere that of a further layer, which otherwise changes nothing. Normalising is the same for numbers
 *  that are s times as large, with an epsilon that is s^2 times as large: so the layer's numbers are stretched until it is Chainrule's own. */
export function layerNormalized(
  value: StackValue,
  { gamma, beta }: Pick<Statistics, 'gamma' | 'beta'>,
  epsilon: number,
): StackValue {
  if (!(epsilon > 0)) throw new Refusal(`has an epsilon of ${epsilon} instead of one above 0`);
  const factor = Math.sqrt(ownEpsilon / epsilon);
  const { base, formula } = value;
  const width = gamma.length;
  const ownLayer = formula === null && base.linear !== null && base.linear.norm === undefined;
  const normalized = ownLayer
    ? moveBase(base, 'Mul', Float64Array.of(factor), 'right')!
    : withLinear(closed(value), identityLinear(width, 'needs a layer of its own for', factor));
  if (widthOf(normalized) !== width) throw new Refusal(`normalises ${width} of ${widthOf(normalized)} units`);
  return stack({
    ...normalized,
    linear: { ...normalized.linear!, norm: { kind: 'layer', gamma, beta } },
  });
}

/** The base whose own numbers are the logits. */
export function softmaxed({ base, formula }: StackValue): Base {
  const line = formula === null ? { factor: 1, offset: 0 } : straight(formula);
  if (line === null) throw new Refusal('follows another activation');
  if (widthOf(base) === 1) throw new Refusal('has one output, which is always 1');
  if (formula === null) return base;
  const { factor, offset } = line;
  return moveBase(
    moveBase(base, 'Mul', Float64Array.of(factor), 'right')!,
    'Add',
    Float64Array.of(offset),
    'right',
  )!;
}
