// A stack of dense layers while it is read from a graph, node by node. A value of the graph is a function of the stack's last linear step (or of
// the inputs): `formula`, which is the same for each of its units. When the next product comes, the formula must be an activation.
import type { Activation } from '../../../contract/spec/layers.ts';
import type { Tensor } from '../proto/tensorData.ts';
import { type Affine, afterConstant, identity } from './affine.ts';
import { type Formula, recognised, straight } from './recognised.ts';

export interface Linear {
  inputs: number;
  outputs: number;
  /** `[outputs, inputs]`, row-major. */
  weight: Float64Array;
  bias: Float64Array;
  /** Batch normalisation by running statistics, after the bias. */
  norm?: { gamma: Float64Array; beta: Float64Array; mean: Float64Array; variance: Float64Array };
}

export interface ReadLayer extends Linear {
  activation: Activation;
}

/** What later nodes are applied to. Two values of one base are functions of the same numbers. */
export interface Base {
  inputs: { name: string; width: number | null }[];
  /** Of the inputs; null: nothing was done to them. */
  scaling: Affine | null;
  layers: ReadLayer[];
  /** The last step; null behind an activation, or before the first layer. */
  linear: Linear | null;
  /** What was done behind the last activation: it belongs to the next layer. */
  after: Affine | null;
}

export interface StackValue {
  kind: 'stack';
  base: Base;
  /** Null: the base's own numbers. */
  formula: Formula | null;
  /** How many operators the formula has. */
  size: number;
}

/** Throws Refusal: the graph is no stack of dense layers. Its message is a clause. */
export class Refusal extends Error {}

/** `value` with its activation finished: the next step is another layer. Throws Refusal. */
export function closed({ base, formula }: StackValue): Base {
  if (base.linear === null) {
    if (formula === null) return base;
    const line = straight(formula);
    if (line === null) throw new Refusal('computes a function of the inputs before the first layer');
    return stretched(base, line.factor, line.offset);
  }
  const activation = formula === null ? 'linear' : recognised(formula);
  if (activation === null) {
    const line = straight(formula!);
    if (line === null) throw new Refusal('follows an activation that Chainrule does not have');
    return closed({ kind: 'stack', base: stretched(base, line.factor, line.offset), formula: null, size: 0 });
  }
  const layers = [...base.layers, { ...base.linear, activation }];
  return { ...base, layers, linear: null, after: null };
}

function stretched(base: Base, factor: number, offset: number): Base {
  const constant = (x: number): Tensor => ({ type: 'double', shape: [], data: Float64Array.of(x) });
  const moved = moveBase(moveBase(base, 'Mul', constant(factor), 'right')!, 'Add', constant(offset), 'right');
  return moved!;
}

/** The width of the base's numbers; null where only a later layer tells. */
export function widthOf({ inputs, layers, linear }: Base): number | null {
  const last = linear ?? layers.at(-1);
  if (last !== undefined) return last.outputs;
  return inputs.reduce<number | null>(
    (sum, { width }) => (sum === null || width === null ? null : sum + width),
    0,
  );
}

/** The base after an operator with a constant; null where that is nothing that a layer or a scaling can say. */
export function moveBase(
  base: Base,
  operator: string,
  constant: Tensor,
  side: 'left' | 'right',
): Base | null {
  const { linear, layers } = base;
  if (linear === null) {
    const key = layers.length === 0 ? 'scaling' : 'after';
    const width = widthOf(base) ?? constant.data.length;
    const moved = afterConstant(base[key] ?? identity(width), operator, constant, side);
    return moved === null ? null : { ...base, [key]: moved };
  }
  if (linear.norm !== undefined) return null;
  const moved = afterConstant(identity(linear.outputs), operator, constant, side);
  return moved === null ? null : { ...base, linear: linearAfter(linear, moved) };
}

function linearAfter(linear: Linear, { factor, offset }: Affine): Linear {
  const { inputs } = linear;
  return {
    ...linear,
    weight: linear.weight.map((w, i) => w * factor[Math.floor(i / inputs)]!),
    bias: linear.bias.map((b, k) => b * factor[k]! + offset[k]!),
  };
}

/** The base after x weightᵀ + bias. Throws Refusal. */
export function withLinear(base: Base, linear: Linear): Base {
  const width = widthOf(base) ?? linear.inputs;
  if (width !== linear.inputs)
    throw new Refusal(`multiplies ${width} numbers by a matrix for ${linear.inputs}`);
  const inputs = base.inputs.map((input) => ({ ...input, width: input.width ?? width }));
  const scaling = base.layers.length === 0 ? ofWidth(base.scaling, width) : base.scaling;
  return { ...base, inputs, scaling, linear: linearBehind(base.after, linear), after: null };
}

/** One number for all inputs, whose count was not known before. */
function ofWidth(scaling: Affine | null, width: number): Affine | null {
  if (scaling === null || scaling.factor.length === width) return scaling;
  if (scaling.factor.length !== 1) throw new Refusal(`scales ${scaling.factor.length} of ${width} inputs`);
  const [factor, offset] = [scaling.factor[0]!, scaling.offset[0]!];
  return { factor: new Float64Array(width).fill(factor), offset: new Float64Array(width).fill(offset) };
}

function linearBehind(after: Affine | null, linear: Linear): Linear {
  if (after === null) return linear;
  const { inputs, outputs, weight } = linear;
  const bias = linear.bias.slice();
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++) bias[o]! += weight[o * inputs + i]! * after.offset[i]!;
  return { ...linear, weight: weight.map((w, i) => w * after.factor[i % inputs]!), bias };
}
