// Numbers of which each is moved and stretched by itself: y = factor * x + offset. Scaling before the first layer, constants between layers, and what
// a bias adds are all of this kind.

export interface Affine {
  factor: Float64Array;
  offset: Float64Array;
}

export function identity(width: number): Affine {
  return { factor: new Float64Array(width).fill(1), offset: new Float64Array(width) };
}

type Step = (x: Affine, k: number, c: number) => [factor: number, offset: number];

const steps: Record<string, { right: Step; left?: Step }> = {
  Add: {
    right: (x, k, c) => [x.factor[k]!, x.offset[k]! + c],
    left: (x, k, c) => [x.factor[k]!, x.offset[k]! + c],
  },
  Mul: {
    right: (x, k, c) => [x.factor[k]! * c, x.offset[k]! * c],
    left: (x, k, c) => [x.factor[k]! * c, x.offset[k]! * c],
  },
  Sub: {
    right: (x, k, c) => [x.factor[k]!, x.offset[k]! - c],
    left: (x, k, c) => [-x.factor[k]!, c - x.offset[k]!],
  },
  Div: { right: (x, k, c) => [x.factor[k]! / c, x.offset[k]! / c] },
};

/** `x` after an operator with a constant on one side: one number for all, or one for each; null where the operator or their count is another. */
export function afterConstant(
  x: Affine,
  operator: string,
  values: Float64Array,
  side: 'left' | 'right',
): Affine | null {
  const step = steps[operator]?.[side];
  const width = x.factor.length;
  if (step === undefined || (values.length !== 1 && values.length !== width)) return null;
  const [factor, offset] = [new Float64Array(width), new Float64Array(width)];
  for (let k = 0; k < width; k++) [factor[k], offset[k]] = step(x, k, values[values.length === 1 ? 0 : k]!);
  return { factor, offset };
}
