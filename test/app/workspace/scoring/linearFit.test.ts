// Logistic regression gives scikit-learn's weights (test/fixtures/metrics).
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../app/engine/load.ts';
import { logisticFit } from '../../../../app/workspace/scoring/linearFit.ts';

interface Case {
  name: string;
  features: number[][];
  classes: number[];
  weight: number[][];
  bias: number[];
}
const { logistic }: { logistic: Case[] } = JSON.parse(
  await readFile('test/fixtures/metrics/metrics.json', 'utf8'),
);

describe('logistic regression finds the weights that scikit-learn finds', () => {
  it.each(logistic)('of $name', async ({ features, classes, weight, bias }) => {
    const rows = {
      rows: classes.length,
      features: Float64Array.from(features.flat()),
      targets: Float64Array.from(classes),
      weights: null,
    };
    const found = await logisticFit(loadEngine(), rows, features[0]!.length, bias.length);
    for (const [i, value] of weight.flat().entries()) expect(found.weight[i]).toBeCloseTo(value, 4);
    // Of more than two classes only differences of biases mean anything.
    const shift = bias.length > 1 ? found.bias[0]! - bias[0]! : 0;
    for (const [k, value] of bias.entries()) expect(found.bias[k]! - shift).toBeCloseTo(value, 4);
  });
});
