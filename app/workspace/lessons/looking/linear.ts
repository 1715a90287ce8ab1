// A linear network in the columns' units, and how far it is from the least-squares solution.
import { inputNames, type Preparation } from '../../../contract/model.ts';
import { inUnits } from '../../insight/solve.ts';
import type { Layers, Seen } from './seen.ts';

/** Whether one number is predicted from plain columns. */
function isPlain({ target, inputs }: Preparation): boolean {
  if (target.kind !== 'numeric' || target.columns.length !== 1 || target.link !== 'identity') return false;
  return inputs.every((input) => input.kind === 'numeric' && !input.log && !input.indicator && !input.edges);
}

function ofPresent({ layers, plan: { preparation }, spec }: Seen) {
  const [layer] = layers ?? [];
  if (layer === undefined || preparation === null || spec.model.layers.length > 0) return null;
  if (!isPlain(preparation)) return null;
  const [coefficients, intercepts] = [Float64Array.from(layer.weight), Float64Array.from(layer.bias)];
  return inUnits({ coefficients, intercepts }, preparation)[0] ?? null;
}

export function lineSlope(seen: Seen): number | null {
  return ofPresent(seen)?.coefficients[0]?.valueInUnits ?? null;
}

export function lineIntercept(seen: Seen): number | null {
  return ofPresent(seen)?.interceptInUnits ?? null;
}

/** The Euclidean distance of weights and biases, on the network's scale. null where the network is not linear, or has no bias, which the
 *  solution has. */
export function distanceTo({ spec, plan, solution }: Seen, layers: Layers | null): number | null {
  const [layer] = layers ?? [];
  const { preparation } = plan;
  if (layer === undefined || solution === null || preparation === null) return null;
  if (spec.model.layers.length > 0 || !spec.model.output.bias) return null;
  const inputs = inputNames(preparation).length;
  let sum = 0;
  for (const [t, { coefficients, intercept }] of solution.targets.entries()) {
    for (const [i, { value }] of coefficients.entries()) sum += (layer.weight[t * inputs + i]! - value) ** 2;
    sum += (layer.bias[t]! - intercept) ** 2;
  }
  return Math.sqrt(sum);
}
