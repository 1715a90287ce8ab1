// Reads the numeric references under test/fixtures/golden and compares with them, in the tolerances that their README
// states for each precision.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Floats, LayerWeights } from '../../../../app/contract/model.ts';
import { type Activation, newLayer } from '../../../../app/contract/spec/layers.ts';
import type { NetworkConfig } from '../../../../app/engine/runConfig.ts';

export type Matrix = number[][];

/** A precision: how numbers are handed over in it, and how far results may be off: absolute + relative * |reference|. */
export interface InPrecision {
  name: 'float32' | 'float64';
  array(values: Iterable<number>): Floats;
  absolute: number;
  relative: number;
}
export const float32: InPrecision = {
  name: 'float32',
  array: (values) => Float32Array.from(values),
  absolute: 1e-5,
  relative: 1e-4,
};
export const float64: InPrecision = {
  name: 'float64',
  array: (values) => Float64Array.from(values),
  absolute: 1e-10,
  relative: 1e-9,
};

export function golden<Content>(file: string): Content {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../fixtures/golden', file), 'utf8'),
  ) as Content;
}

export const floats = (matrix: Matrix): Float32Array => Float32Array.from(matrix.flat());

/** In float32. */
export function layer(weight: Matrix, bias: number[]): LayerWeights {
  return {
    inputs: weight[0]!.length,
    outputs: weight.length,
    weight: floats(weight),
    bias: Float32Array.from(bias),
  };
}

export function layerIn({ array }: InPrecision, weight: Matrix, bias: number[]): LayerWeights<Floats> {
  return {
    inputs: weight[0]!.length,
    outputs: weight.length,
    weight: array(weight.flat()),
    bias: array(bias),
  };
}

/** A network for given weights: `activation` on all layers but the last. */
export function networkOf(layers: LayerWeights<Floats>[], activation: Activation): NetworkConfig {
  return {
    inputs: layers[0]!.inputs,
    layers: layers.map(({ outputs }, index) =>
      newLayer(outputs, index < layers.length - 1 ? activation : 'linear', { initializer: 'zeros' }),
    ),
  };
}

export function expectClose(
  actual: ArrayLike<number>,
  reference: readonly number[],
  absolute = float32.absolute,
  relative = float32.relative,
): void {
  expect(actual.length).toBe(reference.length);
  for (const [index, wanted] of reference.entries()) {
    const found = actual[index]!;
    const allowed = absolute + relative * Math.abs(wanted);
    if (!(Math.abs(found - wanted) <= allowed)) {
      expect.fail(`value ${index} is ${found}; expected ${wanted} within ${allowed}`);
    }
  }
}

export function expectCloseIn(
  { absolute, relative }: InPrecision,
  actual: ArrayLike<number>,
  reference: readonly number[],
): void {
  expectClose(actual, reference, absolute, relative);
}
