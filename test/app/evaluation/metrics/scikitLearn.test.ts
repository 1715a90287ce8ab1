// Every metric equals scikit-learn's on the same predictions (test/fixtures/metrics).
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { classMetrics } from '../../../../app/evaluation/metrics/classMetrics.ts';
import { numberMetrics } from '../../../../app/evaluation/metrics/numberMetrics.ts';

interface Cases {
  classes: { name: string; truth: number[]; probabilities: number[][]; metrics: Record<string, number> }[];
  numbers: { name: string; truth: number[]; predicted: number[]; metrics: Record<string, number> }[];
}
const cases: Cases = JSON.parse(await readFile('test/fixtures/metrics/metrics.json', 'utf8'));

function expectSame(found: Record<string, number | null | undefined>, expected: Record<string, number>) {
  for (const [name, value] of Object.entries(expected))
    expect(Math.abs(found[name]! - value) / Math.max(1, Math.abs(value)), name).toBeLessThan(1e-12);
}

describe('metrics of classes are scikit-learn’s', () => {
  it.each(cases.classes)('of $name', async ({ truth, probabilities, metrics }) => {
    const found = await classMetrics(Float64Array.from(truth), {
      kind: 'class',
      classes: probabilities[0]!.map((_, k) => `c${k}`),
      probabilities: Float64Array.from(probabilities.flat()),
      chosen: Int32Array.from(probabilities, (row) => row.indexOf(Math.max(...row))),
    });
    expectSame(found, metrics);
  });
});

describe('metrics of numbers are scikit-learn’s', () => {
  it.each(cases.numbers)('of $name', ({ truth, predicted, metrics }) => {
    const values = Float64Array.from(predicted);
    const found = numberMetrics(Float64Array.from(truth), { kind: 'numeric', names: ['y'], values }, 0);
    expectSame({ ...found }, metrics);
  });
});
