// The line of a network of one unit with one input, and the initial weights that draw it. Input and target are scaled:
// (y - targetMean) / targetScale = w (x - mean) / scale + b. So w turns the line about the point where x is `mean`, and b lifts it.

import type { Plan } from '../../../app/contract/model.ts';
import type { InitialLayer } from '../../../app/contract/spec/initialWeights.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import type { Line } from './lineFit.ts';

export interface LineScale {
  mean: number;
  scale: number;
  targetMean: number;
  targetScale: number;
  /** Without a bias the line goes through (mean, targetMean). */
  bias: boolean;
}

export interface Weights {
  w: number;
  b: number;
}

/** null where the network's predictions are no line over one column. */
export function lineScale({ model, training, data }: RunSpec, plan: Plan): LineScale | null {
  const { preparation, layers } = plan;
  const [input] = preparation?.inputs ?? [];
  const only = layers.length === 1 && layers[0]?.inputs === 1 && layers[0].units === 1;
  if (!only || preparation === null || input?.kind !== 'numeric') return null;
  const { target } = preparation;
  const plain = input.log !== true && input.clip === undefined && training.ensemble === undefined;
  if (data.task !== 'regression' || target.kind !== 'numeric' || target.link !== 'identity' || !plain)
    return null;
  const [{ mean: targetMean, scale: targetScale } = { mean: 0, scale: 1 }] = target.columns;
  return { mean: input.mean, scale: input.scale, targetMean, targetScale, bias: model.output.bias };
}

export function lineOf({ w, b }: Weights, { mean, scale, targetMean, targetScale }: LineScale): Line {
  const slope = (w * targetScale) / scale;
  return { slope, intercept: targetMean + targetScale * b - slope * mean };
}

export function weightsOf(
  { slope, intercept }: Line,
  { mean, scale, targetMean, targetScale, bias }: LineScale,
): Weights {
  const b = bias ? (intercept + slope * mean - targetMean) / targetScale : 0;
  return { w: (slope * scale) / targetScale, b };
}

/** Those that are set by hand for such a network; null where they are drawn from the seed or are for another network. */
export function weightsByHand({ model }: RunSpec): Weights | null {
  const [layer, ...more] = model.initialWeights ?? [];
  const w = layer?.weight[0]?.[0];
  const fits = more.length === 0 && layer?.weight.length === 1 && layer.weight[0]?.length === 1;
  return w === undefined || !fits ? null : { w, b: layer.bias?.[0] ?? 0 };
}

export function withWeights(spec: RunSpec, { w, b }: Weights): RunSpec {
  const layer: InitialLayer = { weight: [[w]], ...(spec.model.output.bias ? { bias: [b] } : {}) };
  return { ...spec, model: { ...spec.model, initialWeights: [layer] } };
}

/** A thousandth of the network's scale is less than a pixel, and is read more easily than what a pointer hits. */
export function rounded(value: number, limit: { min: number; max: number }): number {
  return Math.min(limit.max, Math.max(limit.min, Math.round(value * 1_000) / 1_000));
}
