import { describe, expect, it } from 'vitest';
import { backwardOperations } from '../../../../app/contract/run/backwardOperations.ts';

/** The same count by walking each path: one fewer than the product has factors. */
function walked(widths: number[]): number {
  const last = widths.length - 1;
  const along = (layer: number, factors: number): number => {
    // dL/dz, the last factor, is one more; multiplications are one fewer than factors.
    if (layer === last) return factors;
    let sum = 0;
    for (let unit = 0; unit < widths[layer + 1]!; unit++) sum += along(layer + 1, factors + 2);
    return sum;
  };
  let sum = 0;
  for (let layer = 1; layer <= last; layer++)
    for (let unit = 0; unit < widths[layer]!; unit++) {
      for (let input = 0; input < widths[layer - 1]!; input++) sum += along(layer, 1);
      sum += along(layer, 0);
    }
  return sum;
}

describe('the multiplications of the backward pass', () => {
  it('of one unit are one for each weight, in either way', () => {
    expect(backwardOperations([3, 1])).toEqual({ kept: 3, anew: 3 });
  });

  it('of two units in a row are dW2, da1, dz1, dW1; anew 1 for w2, 3 for w1 and 2 for b1', () => {
    expect(backwardOperations([1, 1, 1])).toEqual({ kept: 4, anew: 6 });
    expect(backwardOperations([1, 1, 1], [false, false])).toEqual({ kept: 4, anew: 4 });
  });

  it.each([[[2, 3, 1]], [[2, 3, 4, 2]], [[1, 2, 2, 2, 2]]])(
    'of %j anew are those of every path',
    (widths) => {
      expect(backwardOperations(widths).anew).toBe(walked(widths));
    },
  );

  it('grow with the number of weights where results are kept, and with the number of paths where not', () => {
    const deep = (layers: number) => backwardOperations([4, ...Array<number>(layers).fill(4), 4]);
    expect(deep(4).kept - deep(3).kept).toBe(deep(3).kept - deep(2).kept);
    expect(deep(4).anew / deep(3).anew).toBeGreaterThan(4);
  });
});
