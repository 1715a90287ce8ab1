// Edits of the initial weights that are set by hand; each returns a new spec.

import type { InitialLayer } from '../../../app/contract/spec/initialWeights.ts';
import { layersOn } from '../../../app/contract/spec/layers.ts';
import type { Precision, RunSpec } from '../../../app/contract/spec/spec.ts';

export function withLayers(spec: RunSpec, initialWeights: InitialLayer[]): RunSpec {
  return { ...spec, model: { ...spec.model, initialWeights } };
}

/** @param input null for the bias. */
export function withNumber(
  spec: RunSpec,
  place: { layer: number; unit: number; input: number | null },
  value: number,
): RunSpec {
  const layers = spec.model.initialWeights ?? [];
  return withLayers(
    spec,
    layers.map((layer, k) => (k === place.layer ? changed(layer, place, value) : layer)),
  );
}

function changed(
  layer: InitialLayer,
  { unit, input }: { unit: number; input: number | null },
  value: number,
): InitialLayer {
  if (input === null) {
    const bias = layer.bias ?? layer.weight.map(() => 0);
    return { ...layer, bias: bias.map((old, k) => (k === unit ? value : old)) };
  }
  const weight = layer.weight.map((row, k) =>
    k === unit ? row.map((old, at) => (at === input ? value : old)) : row,
  );
  return { ...layer, weight };
}

/** The weights of `insight.weights` as a spec holds them; a layer without bias gets none. In float32 each number is the shortest that
 *  stands for the same float. */
export function layersFrom(
  shapes: readonly { inputs: number; units: number }[],
  values: Float32Array,
  { model, training }: RunSpec,
): InitialLayer[] {
  const on = layersOn(model.layers);
  let at = 0;
  const next = (count: number) => {
    at += count;
    return Array.from(values.subarray(at - count, at), (value) => shortest(value, training.precision));
  };
  return shapes.map(({ inputs, units }, k) => {
    const weight = Array.from({ length: units }, () => next(inputs));
    const bias = next(units);
    const { bias: has } = model.layers[on[k] ?? -1] ?? model.output;
    return has ? { weight, bias } : { weight };
  });
}

function shortest(value: number, precision: Precision): number {
  if (precision === 'float64') return value;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
