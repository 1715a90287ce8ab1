import { expect, test } from 'vitest';
import { parameterFormula } from '../../../renderer/network/margins.ts';

const layer = (inputs: number, units: number, parameters: number) =>
  parameterFormula({ inputs, units, activation: 'tanh', parameters });

test('parameters are counted as the layer has them: weights, biases, gamma and beta', () => {
  expect(layer(7, 8, 64)).toBe('7 × 8 + 8 = 64');
  expect(layer(7, 8, 56)).toBe('7 × 8 = 56');
  expect(layer(7, 8, 80)).toBe('7 × 8 + 3 × 8 = 80');
  expect(layer(1000, 4000, 4_004_000)).toBe('1,000 × 4,000 + 4,000 = 4,004,000');
});
