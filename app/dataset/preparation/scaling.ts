// Scaling of a number: replacement of a missing one, logarithm, subtraction, division and clipping. Fitted on the training rows;
// the same functions apply it to any row.

import { float32Max } from '../../contract/limits.ts';
import { type Scaled, type ScaledInput, scalesOf } from '../../contract/model.ts';
import {
  type ColumnPreparation,
  defaultColumnPreparation,
  type Scaling,
} from '../../contract/spec/columnPreparation.ts';
import { moments, present } from '../numbers/moments.ts';
import { median, quantiles } from '../numbers/quantiles.ts';

/** `values` are those of the training rows, NaN for missing; they are overwritten. Missing ones count with their replacement. */
export function fitScaling(values: Float64Array, prepare: ColumnPreparation = {}): Scaled {
  const { missing, log, scaling, clip } = { ...defaultColumnPreparation, ...prepare };
  const known = present(values);
  const standIn =
    typeof missing === 'number' ? missing : missing === 'mean' ? standard(known).mean : median(known);
  if (known.length < values.length)
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = standIn;
  if (log) takeLogarithms(values);
  return {
    median: standIn,
    ...scales[scaling](values),
    ...(log ? { log } : {}),
    ...(clip === null ? {} : { clip }),
  };
}

/** The smallest and the largest of the numbers among `values`; null if all are NaN. */
export function rangeOf(values: Float64Array): { min: number; max: number } | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // JSON does not know -0.
  return min > max ? null : { min: min + 0, max: max + 0 };
}

interface Scale {
  mean: number;
  scale: number;
}

const scales: Record<Scaling, (values: Float64Array) => Scale> = {
  standard,
  minMax(values) {
    const { min, max } = moments(values);
    return values.length === 0 ? unscaled : { mean: min, scale: max - min || 1 };
  },
  robust(values) {
    const [low = 0, middle = 0, high = 0] = quantiles(values, [0.25, 0.5, 0.75]);
    return { mean: middle, scale: high - low || 1 };
  },
  none: () => unscaled,
};
const unscaled: Scale = { mean: 0, scale: 1 };

/** Mean and population standard deviation; for a constant column exactly the constant and 1, without rounding errors. */
export function standard(values: Float64Array): Scale {
  if (values.length === 0) return unscaled;
  const { mean, deviation, min, max } = moments(values);
  return min === max ? { mean: min, scale: 1 } : { mean, scale: deviation > 0 ? deviation : 1 };
}

/** Symmetric: a value and its negative differ only in sign; NaN stays NaN. */
export function signedLogarithm(value: number): number {
  return value < 0 ? -Math.log1p(-value) : Math.log1p(value);
}

export function takeLogarithms(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = signedLogarithm(values[i]!);
}

/** What the network reads for a value that is not missing. */
export function scaledValue(value: number, scaled: Scaled): number {
  const { mean, scale, log } = scaled;
  return limited(((log ? signedLogarithm(value) : value) - mean) / scale, limitOf(scaled));
}

/** All inputs of a number that is not missing. */
export function numberInputs(value: number, input: Exclude<ScaledInput, { kind: 'date' }>): number[] {
  const inputs = scalesOf(input).map((scaled) => scaledValue(value, scaled));
  return input.indicator ? [...inputs, 0] : inputs;
}

/** The largest magnitude of a scaled input; without clipping, of what float32 holds: a value far outside the training rows'
 *  range does not become infinite. */
export function limitOf({ clip }: Scaled): number {
  return clip ?? float32Max;
}

export function limited(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
