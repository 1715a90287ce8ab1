// What is pointed at in the drawing, as the name and the numbers of the line above it.
import type { Plan } from '../../../app/contract/model.ts';
import type { Chosen } from '../../network/layout.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { numbers } from '../../wording/numbers.ts';
import { layerName } from './layerName.ts';

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

function spread(own: Float32Array, plan: Plan, column: number): string {
  const format = numbers();
  const strongest = own.reduce((best, value, i) => (Math.abs(value) > Math.abs(own[best]!) ? i : best), 0);
  return m.network_unit_weights({
    inputs: counts.inputs(own.length),
    least: format.measure(Math.min(...own)),
    most: format.measure(Math.max(...own)),
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
  if (column === plan.layers.length && plan.layers.at(-1)?.units === plan.outputs.length)
    return plan.outputs[unit] ?? '';
  return m.network_unit_name({
    layer: layerName(column - 1, plan.layers.length),
    unit: numbers().whole(unit + 1),
  });
}
