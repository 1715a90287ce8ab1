// The parameters of a network with their names: w and b where there is one of a kind; w1 and b1 of layer 1 where every layer has one input
// and one unit; else w(1, 2, 3) for the weight of layer 1, unit 2 and input 3, and b(1, 2) for a bias. They are counted from 1 as the
// quantities of a lesson are.

import type { Plan } from '../../../app/contract/model.ts';
import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';

export interface NamedParameter {
  index: ParameterIndex;
  /** The same in every language. */
  name: string;
  /** Name of the network's input that a weight of the first layer belongs to; null for all others. */
  input: string | null;
}

type Shape = Pick<Plan, 'inputs' | 'layers'>;

/** At most `most` of them: layer by layer, the weights of each unit and then its bias. */
export function parametersOf({ model }: Pick<RunSpec, 'model'>, plan: Shape, most: number): NamedParameter[] {
  const hidden = model.layers.filter(({ off }) => !off);
  const found: NamedParameter[] = [];
  const oneUnit = plan.layers.length === 1 && plan.layers[0]!.units === 1;
  const oneInput = plan.inputs.length === 1;
  const chain = oneInput && plan.layers.every(({ units }) => units === 1);
  for (const [layer, { inputs, units }] of plan.layers.entries()) {
    const { bias } = hidden[layer] ?? model.output;
    for (let unit = 0; unit < units; unit++) {
      if (found.length >= most) return found.slice(0, most);
      for (let input = 0; input < Math.min(inputs, most); input++) {
        const full = oneUnit
          ? oneInput
            ? 'w'
            : `w${input + 1}`
          : chain
            ? `w${layer + 1}`
            : `w(${layer + 1}, ${unit + 1}, ${input + 1})`;
        const index = { layer, tensor: 'weight', unit, input } as const;
        found.push({ index, name: full, input: layer === 0 ? (plan.inputs[input] ?? null) : null });
      }
      if (!bias) continue;
      const name = oneUnit ? 'b' : chain ? `b${layer + 1}` : `b(${layer + 1}, ${unit + 1})`;
      found.push({ index: { layer, tensor: 'bias', unit, input: null }, name, input: null });
    }
  }
  return found.slice(0, most);
}

/** How many parameters there are, without those of normalisation. */
export function parameterCount({ model }: Pick<RunSpec, 'model'>, { layers }: Shape): number {
  const hidden = model.layers.filter(({ off }) => !off);
  return layers.reduce((sum, { inputs, units }, layer) => {
    const { bias } = hidden[layer] ?? model.output;
    return sum + units * (inputs + (bias ? 1 : 0));
  }, 0);
}

export function sameParameter(one: ParameterIndex, other: ParameterIndex): boolean {
  return (
    one.layer === other.layer &&
    one.tensor === other.tensor &&
    one.unit === other.unit &&
    one.input === other.input
  );
}
