import { describe, expect, it } from 'vitest';
import { newOptimizer } from '../../../../../app/contract/spec/optimizers.ts';
import type { Task } from '../../../../../app/contract/spec/task.ts';
import { generateRows } from '../../../../../app/hosts/cli/bench/generatedRows.ts';
import { specOf, type Workload } from '../../../../../app/hosts/cli/bench/workloads.ts';

const training = { optimizer: newOptimizer('sgd'), batchSize: 32, epochs: 1 } as const;
const model = { layers: [], output: { initializer: 'zeros', initializerScale: 1, bias: true } } as const;
const workload = (task: Task, inputs: number, outputs: number, rows = 20_000): Workload => ({
  ...{ name: 'own', title: '', rows, inputs, outputs },
  spec: specOf(task, { ...model, layers: [] }, training),
});

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (values: Float32Array, wanted: number) =>
  values.filter((value) => value === wanted).length / values.length;
/** Five standard errors of a mean: one run in two million is outside. */
const within = (count: number, deviation: number) => (5 * deviation) / Math.sqrt(count);

describe('generated rows', () => {
  it('are the same for the same seed, and others for another', () => {
    const made = (seed: number) => generateRows(workload('regression', 3, 1, 100), seed);
    expect(made(7)).toEqual(made(7));
    expect(made(8).features).not.toEqual(made(7).features);
  });

  it('are standard normals', () => {
    const features = generateRows(workload('regression', 5, 1), 1).features as Float32Array;
    expect(Math.abs(mean(features))).toBeLessThan(within(features.length, 1));
    // The fourth moment is 3, so that a square deviates by the root of 2.
    const squares = mean(features.map((value) => value * value));
    expect(Math.abs(squares - 1)).toBeLessThan(within(features.length, Math.SQRT2));
  });

  it('of 784 inputs are dark but for a fifth, which is uniform', () => {
    const features = generateRows(workload('multiclass', 784, 10, 500), 1).features as Float32Array;
    const lit = features.filter((value) => value !== 0);
    expect(Math.abs(lit.length / features.length - 0.2)).toBeLessThan(within(features.length, 0.4));
    expect(Math.abs(mean(lit) - 0.5)).toBeLessThan(within(lit.length, Math.sqrt(1 / 12)));
  });

  it('have targets of their task, none of them rare', () => {
    const classes = generateRows(workload('multiclass', 30, 3), 1).targets as Float32Array;
    expect([...new Set(classes)].sort()).toEqual([0, 1, 2]);
    for (const one of [0, 1, 2]) expect(share(classes, one)).toBeGreaterThan(0.15);
    const flags = generateRows(workload('binary', 30, 1), 1).targets as Float32Array;
    expect(Math.abs(share(flags, 1) - 0.5)).toBeLessThan(within(flags.length, 0.5));
    const numbers = generateRows(workload('regression', 30, 3), 1).targets as Float32Array;
    expect(numbers).toHaveLength(60_000);
    // |tanh| + 0.5 |sin| is at most 1.5.
    for (const column of [0, 1, 2]) {
      const values = numbers.filter((_, i) => i % 3 === column);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1.5);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(2);
    }
  });
});
