// Name and numbers of the chosen item of the drawing, for the line above the drawing.

import type { Plan } from '../../../app/contract/model.ts';
import type { Chosen } from '../../network/layout.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { layerName } from '../../wording/layerNames.ts';
import { numbers } from '../../wording/numbers.ts';

export interface Reading {
  name: string;
  detail: string;
}

/** @param weights of each layer, row-major [units, inputs]; null while unknown. */
export function readingOf(chosen: Chosen, plan: Plan, weights: Float32Array[] | null): Reading | null {
  if (chosen.kind === 'edge') {
    const weight = weights?.[chosen.column]?.[chosen.to * inputsOf(plan, chosen.column) + chosen.from];
    return {
      name: m.network_edge_read({
        from: unitName(plan, chosen.column, chosen.from),
        to: unitName(plan, chosen.column + 1, chosen.to),
      }),
      detail:
        weight === undefined
          ? m.network_weight_unknown()
          : m.network_weight({ value: numbers().measure(weight) }),
    };
  }
  if (chosen.kind === 'layer') return layerReading(chosen.column, plan, weights);
  if (chosen.column === 0)
    return {
      name: m.network_input_read({ name: plan.inputs[chosen.unit] ?? '' }),
      detail: m.network_input_detail({ units: counts.units(plan.layers[0]?.units ?? 0) }),
    };
  const layer = plan.layers[chosen.column - 1];
  if (!layer) return null;
  const name = m.network_unit_read({ unit: unitName(plan, chosen.column, chosen.unit) });
  const own = weights?.[chosen.column - 1]?.subarray(
    chosen.unit * layer.inputs,
    (chosen.unit + 1) * layer.inputs,
  );
  if (!own || own.length === 0)
    return {
      name,
      detail: m.network_unit_detail({ inputs: counts.inputs(layer.inputs), activation: layer.activation }),
    };
  return { name, detail: spread(own, plan, chosen.column - 1) };
}

/** Reading of a layer that is drawn as one bar. */
function layerReading(column: number, plan: Plan, weights: Float32Array[] | null): Reading | null {
  if (column === 0)
    return {
      name: m.network_inputs_read(),
      detail: m.network_inputs_detail({
        inputs: counts.inputs(plan.inputs.length),
        units: counts.units(plan.layers[0]?.units ?? 0),
      }),
    };
  const layer = plan.layers[column - 1];
  if (!layer) return null;
  const name = m.network_unit_read({ unit: layerName(column - 1, plan.layers.length) });
  const size = { units: counts.units(layer.units), parameters: counts.parameters(layer.parameters) };
  const own = weights?.[column - 1];
  if (!own || own.length === 0) return { name, detail: m.network_layer_detail(size) };
  const format = numbers();
  const { least, most, mean, strongest } = spreadOf(own);
  return {
    name,
    detail: m.network_layer_weights({
      ...size,
      least: format.measure(least),
      most: format.measure(most),
      mean: format.measure(mean),
      from: unitName(plan, column - 1, strongest % layer.inputs),
      to: nameWithin(plan, column, Math.floor(strongest / layer.inputs)),
      weight: format.measure(own[strongest]!),
    }),
  };
}

/** Computed in one pass, since a large layer has millions of weights. `strongest` is an index, not a weight.
 *  @param own at least one weight. */
function spreadOf(own: Float32Array) {
  let [least, most, sum, strongest] = [own[0]!, own[0]!, 0, 0];
  for (let i = 0; i < own.length; i++) {
    const value = own[i]!;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    if (Math.abs(value) > Math.abs(own[strongest]!)) strongest = i;
  }
  return { least, most, mean: sum / own.length, strongest };
}

function spread(own: Float32Array, plan: Plan, column: number): string {
  const format = numbers();
  const { least, most, strongest } = spreadOf(own);
  return m.network_unit_weights({
    inputs: counts.inputs(own.length),
    least: format.measure(least),
    most: format.measure(most),
    strongest: unitName(plan, column, strongest),
    weight: format.measure(own[strongest]!),
  });
}

function inputsOf(plan: Plan, layer: number): number {
  return plan.layers[layer]?.inputs ?? 0;
}

/** @param column 0 for the inputs. */
function unitName(plan: Plan, column: number, unit: number): string {
  if (column === 0) return plan.inputs[unit] ?? '';
  const output = outputName(plan, column, unit);
  if (output !== null) return output;
  return m.network_unit_name({
    layer: layerName(column - 1, plan.layers.length),
    unit: numbers().whole(unit + 1),
  });
}

/** Name of a unit in a text that already names its layer. */
function nameWithin(plan: Plan, column: number, unit: number): string {
  return outputName(plan, column, unit) ?? m.network_unit_within({ unit: numbers().whole(unit + 1) });
}

function outputName({ layers, outputs }: Plan, column: number, unit: number): string | null {
  if (column !== layers.length || layers.at(-1)?.units !== outputs.length) return null;
  return outputs[unit] ?? '';
}
