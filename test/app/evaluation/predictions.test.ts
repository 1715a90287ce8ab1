import { describe, expect, it } from 'vitest';
import { predictionColumns, writtenWith } from '../../../app/evaluation/predictionColumns.ts';
import { interpretOutputs, rowCount } from '../../../app/evaluation/predictions.ts';

const three = { kind: 'class' as const, column: 'species', classes: ['a', 'b', 'c'] };
const two = { kind: 'class' as const, column: 'alive', classes: ['no', 'yes'] };
const prices = {
  kind: 'numeric' as const,
  columns: [
    { name: 'price', mean: 1000, scale: 10 },
    { name: 'area', mean: 50, scale: 2 },
  ],
  link: 'identity' as const,
};

describe('interpretOutputs', () => {
  it('gives probabilities that add up to 1 for logits of +-1000', () => {
    const p = interpretOutputs(three, Float32Array.of(1000, -1000, 999, 0, 0, 0), 2);
    if (p.kind !== 'class') throw new Error('classes expected');
    expect(p.probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
    expect(p.probabilities[1]).toBe(0);
    for (const row of [0, 1]) {
      const sum = p.probabilities.slice(row * 3, row * 3 + 3).reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(1, 15);
    }
    expect([...p.chosen]).toEqual([0, 0]);
  });

  it('takes the sigmoid of one logit as the probability of the second of two classes', () => {
    const p = interpretOutputs(two, Float32Array.of(1000, -1000, 2, 0), 4);
    if (p.kind !== 'class') throw new Error('classes expected');
    expect([...p.probabilities.slice(0, 4)]).toEqual([0, 1, 1, 0]);
    expect(p.probabilities[5]).toBeCloseTo(0.8807970779778823, 15);
    expect([...p.chosen]).toEqual([1, 0, 1, 0]);
    expect(rowCount(p)).toBe(4);
  });

  it('keeps the digits of a very small probability', () => {
    const p = interpretOutputs(two, Float32Array.of(50), 1);
    if (p.kind !== 'class') throw new Error('classes expected');
    expect(p.probabilities[0]! / Math.exp(-50)).toBeCloseTo(1, 12);
  });

  it("scales numbers back to the target's own units", () => {
    const p = interpretOutputs(prices, Float32Array.of(1.5, -1, 0, 0.5), 2);
    expect(p).toEqual({
      kind: 'numeric',
      names: ['price', 'area'],
      values: Float64Array.of(1015, 48, 1000, 51),
    });
    expect(rowCount(p)).toBe(2);
  });

  it('takes the outputs of a logarithmic link for logarithms', () => {
    const counts = {
      kind: 'numeric' as const,
      columns: [{ name: 'visits', mean: 0, scale: 1 }],
      link: 'log' as const,
    };
    const p = interpretOutputs(counts, Float32Array.of(0, 2, -1000, 1000), 4);
    expect(p).toEqual({
      kind: 'numeric',
      names: ['visits'],
      values: Float64Array.of(1, Math.exp(2), 0, Number.NaN),
    });
  });

  it('refuses outputs that are not rows x outputs', () => {
    expect(() => interpretOutputs(three, new Float32Array(5), 2)).toThrow('2 rows need 6');
  });
});

describe('predictionColumns', () => {
  it('are the prediction and a probability for each class', () => {
    const columns = predictionColumns(
      interpretOutputs(two, Float32Array.of(0, Number.NaN, 2), 3),
      writtenWith('.'),
    );
    expect(columns.map((column) => column.name)).toEqual(['prediction', 'probability_no', 'probability_yes']);
    expect(columns.map((column) => column.cell(0))).toEqual(['no', '0.5', '0.5']);
    expect(columns.map((column) => column.cell(1))).toEqual(['', '', '']);
    expect(columns[0]!.cell(2)).toBe('yes');
  });

  it('carry the target in their name where there are several, and its decimal mark', () => {
    const columns = predictionColumns(
      interpretOutputs(prices, Float32Array.of(0.25, 1), 1),
      writtenWith(','),
    );
    expect(columns.map((column) => [column.name, column.cell(0)])).toEqual([
      ['prediction_price', '1002,5'],
      ['prediction_area', '52'],
    ]);
  });
});
