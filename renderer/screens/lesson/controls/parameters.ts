// The weights and biases of a network, to choose one of them.

import type { Plan } from '../../../../app/contract/model.ts';
import type { ParameterIndex } from '../../../../app/contract/run/insight.ts';
import { layersOn } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { m } from '../../../paraglide/messages.js';
import { layerName } from '../../../wording/layerNames.ts';
import { numbers } from '../../../wording/numbers.ts';

/** Most that are listed. */
const most = 60;

/** Unit by unit, its bias after its weights. */
export function parametersOf(spec: RunSpec | null, plan: Plan | null): ParameterIndex[] {
  if (spec === null || plan === null) return [];
  const on = layersOn(spec.model.layers);
  const found: ParameterIndex[] = [];
  for (const [layer, { units, inputs }] of plan.layers.entries()) {
    const { bias } = spec.model.layers[on[layer] ?? -1] ?? spec.model.output;
    for (let unit = 0; unit < units && found.length < most; unit++) {
      for (let input = 0; input < inputs; input++) found.push({ layer, tensor: 'weight', unit, input });
      if (bias) found.push({ layer, tensor: 'bias', unit, input: null });
    }
  }
  return found.slice(0, most);
}

/** `w, Weight_in_lbs` of a single unit; `hidden 1, unit 2, input 3` of larger networks. */
export function parameterWords({ layer, tensor, unit, input }: ParameterIndex, plan: Plan | null): string {
  const count = plan?.layers.length ?? 1;
  const from = layer === 0 ? (plan?.inputs[input ?? 0] ?? '') : numbers().whole((input ?? 0) + 1);
  const name = tensor === 'bias' ? m.lesson_member_bias() : m.lesson_member_weight({ input: from });
  if (count === 1 && plan?.layers[0]?.units === 1) return name;
  return `${m.network_unit_name({ layer: layerName(layer, count), unit: numbers().whole(unit + 1) })}: ${name}`;
}
