// A stack of dense layers while it is read from a file of another program, step by step. A value is a function of the stack's last linear step (or of
// the inputs): `formula`, which is the same for each of its units. When the next product comes, the formula must be an activation.
import type { Activation } from '../../contract/spec/layers.ts';
import { type Affine, afterConstant, identity } from './affine.ts';
import { type Formula, recognised, straight } from './recognised.ts';

export type Norm =
  | { kind: 'batch'; gamma: Float64Array; beta: Float64Array; mean: Float64Array; variance: Float64Array }
  | { kind: 'layer'; gamma: Float64Array; beta: Float64Array };

export interface Linear {
  inputs: number;
  outputs: number;
  /** `[outputs, inputs]`, row-major. */
  weight: Float64Array;
  bias: Float64Array;
  /** After the bias: by running statistics, or of each row by itself. The epsilon is Chainrule's. */
  norm?: Norm;
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

const longestClause = 500;

/** The file is no stack of dense layers. Its message is a clause on one line, whatever names of the file are in it. */
export class Refusal extends Error {
  constructor(clause: string) {
    super(clause.replace(/\p{C}/gu, '').slice(0, longestClause));
  }
}

/** Longer formulas are no activation; a chain of products could take for ever to compute. */
const mostOperators = 60;

/** Throws Refusal. */
export function stack(base: Base, formula: Formula | null = null, size = 0): StackValue {
  if (size > mostOperators) throw new Refusal(`belongs to a formula of more than ${mostOperators} operators`);
  return { kind: 'stack', base, formula, size };
}

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
    return closed(stack(stretched(base, line.factor, line.offset)));
  }
  const layers = [...base.layers, { ...base.linear, activation }];
  return { ...base, layers, linear: null, after: null };
}

function stretched(base: Base, factor: number, offset: number): Base {
  const scaled = moveBase(base, 'Mul', Float64Array.of(factor), 'right')!;
  return moveBase(scaled, 'Add', Float64Array.of(offset), 'right')!;
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
  constant: Float64Array,
  side: 'left' | 'right',
): Base | null {
  const { linear, layers } = base;
  if (linear === null) {
    const key = layers.length === 0 ? 'scaling' : 'after';
    const width = widthOf(base) ?? constant.length;
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

/** What is allocated for a small file stays small. */
const widestIdentity = 1_000;

/** A layer that only multiplies by `factor`. Throws Refusal where it would be large; `does` begins its clause. */
export function identityLinear(width: number, does: string, factor = 1): Linear {
  if (width > widestIdentity) throw new Refusal(`${does} ${width} units`);
  const weight = new Float64Array(width * width);
  for (let k = 0; k < width; k++) weight[k * width + k] = factor;
  return { inputs: width, outputs: width, weight, bias: new Float64Array(width) };
}
