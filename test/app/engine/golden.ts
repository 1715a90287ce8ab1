// Reads the numeric references under test/fixtures/golden and compares with them, in the tolerance that their README
// derives for float32.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Activation, newLayer } from '../../../app/contract/layers.ts';
import type { LayerWeights } from '../../../app/contract/model.ts';
import type { NetworkConfig } from '../../../app/engine/engine.ts';

export type Matrix = number[][];

export function golden<Content>(file: string): Content {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, '../../fixtures/golden', file), 'utf8'),
  ) as Content;
}

export const floats = (matrix: Matrix): Float32Array => Float32Array.from(matrix.flat());

export function layer(weight: Matrix, bias: number[]): LayerWeights {
  return {
    inputs: weight[0]!.length,
    outputs: weight.length,
    weight: floats(weight),
    bias: Float32Array.from(bias),
  };
}

/** A network for given weights: `activation` on all layers but the last. */
export function networkOf(layers: LayerWeights[], activation: Activation): NetworkConfig {
  return {
    inputs: layers[0]!.inputs,
    layers: layers.map(({ outputs }, index) =>
      newLayer(outputs, index < layers.length - 1 ? activation : 'linear', { initializer: 'zeros' }),
    ),
  };
}

export function expectClose(actual: ArrayLike<number>, reference: readonly number[], absolute = 1e-5): void {
  expect(actual.length).toBe(reference.length);
  for (const [index, wanted] of reference.entries()) {
    const found = actual[index]!;
    const allowed = absolute + 1e-4 * Math.abs(wanted);
    if (!(Math.abs(found - wanted) <= allowed)) {
      expect.fail(`value ${index} is ${found}; expected ${wanted} within ${allowed}`);
    }
  }
}
