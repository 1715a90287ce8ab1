// A stack of dense layers that was read to its end -> the network that a model has: inputs with their names, layers of which the last is linear,
// and whether it puts out numbers or classes.
import {
  type Base,
  closed,
  identityLinear,
  type ReadLayer,
  Refusal,
  type StackValue,
  stack,
  widthOf,
  withLinear,
} from './stack.ts';

export interface ForeignNetwork {
  inputs: { name: string; width: number }[];
  /** Input k is read as factor * x + offset; null: as it is. */
  scaling: Base['scaling'];
  /** The last one is linear. */
  layers: ReadLayer[];
  output: { kind: 'numbers'; name: string } | { kind: 'classes'; names: string[] | null };
}

const endsWith = 'it ends with an activation or a normalisation of';

/** Numbers are put out by a linear layer. One that is followed by an activation becomes a hidden layer, with an output layer that changes
 *  nothing; a sigmoid of one unit is the probability of the second of two classes. Throws Refusal. */
export function networkOfNumbers({ name, value }: { name: string; value: StackValue }): ForeignNetwork {
  const { base, formula } = value;
  if (formula === null && base.linear !== null && base.linear.norm === undefined)
    return network(base, { kind: 'numbers', name });
  const hidden = closed(value);
  const last = hidden.layers.at(-1);
  if (last === undefined) throw new Refusal('it has no dense layer');
  if (last.activation === 'sigmoid' && last.outputs === 1 && hidden.after === null) {
    const { activation: _, ...linear } = last;
    return network(
      { ...hidden, layers: hidden.layers.slice(0, -1), linear },
      { kind: 'classes', names: null },
    );
  }
  return network(withLinear(hidden, identityLinear(widthOf(hidden)!, endsWith)), { kind: 'numbers', name });
}

/** Throws Refusal. */
export function network(base: Base, output: ForeignNetwork['output']): ForeignNetwork {
  if (base.linear === null) throw new Refusal('its outputs are not those of a dense layer');
  if (base.linear.norm !== undefined)
    return network(withLinear(closed(stack(base)), identityLinear(base.linear.outputs, endsWith)), output);
  const inputs = base.inputs.map(({ name, width }) => {
    if (width === null) throw new Refusal(`it does not say how many numbers its input "${name}" has`);
    return { name, width };
  });
  return {
    inputs,
    scaling: base.scaling,
    layers: [...base.layers, { ...base.linear, activation: 'linear' }],
    output,
  };
}
