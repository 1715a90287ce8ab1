// Inputs for a measurement, the same for the same seed: independent standard normals; of 784 columns, which stand for pixels, a
// fifth are uniform in [0, 1) and the others 0. Targets are noisy functions of two or more random directions through the
// inputs, so that there is something to learn and a loss that engines can be compared by.
import { Random } from '../../../dataset/numbers/random.ts';
import type { Rows } from '../../../engine/runConfig.ts';
import { targetColumns, type Workload } from './workloads.ts';

const pixels = 784;
const litShare = 0.2;
/** Of the noise, beside projections whose deviation is 1. */
const noise = 0.3;

export function generateRows(workload: Workload, seed: number): Rows {
  const random = new Random(seed);
  const features = generateFeatures(workload, random);
  const projections = project(workload, features, random);
  return { rows: workload.rows, features, targets: targetsOf(workload, projections), weights: null };
}

function generateFeatures({ rows, inputs }: Workload, random: Random): Float32Array {
  const features = new Float32Array(rows * inputs);
  if (inputs === pixels) {
    for (let i = 0; i < features.length; i++) if (random.share() < litShare) features[i] = random.share();
  } else {
    for (let i = 0; i < features.length; i++) features[i] = normal(random);
  }
  return features;
}

/** A standard normal by Box and Muller; the second of each pair is left, which costs less than keeping it would be to read. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.share())) * Math.cos(2 * Math.PI * random.share());
}

interface Projections {
  columns: number;
  /** rows x columns, each column's mean 0; all of them together have deviation 1, before the noise. */
  values: Float64Array;
}

function project({ rows, inputs, outputs }: Workload, features: Float32Array, random: Random): Projections {
  const columns = Math.max(outputs, 2);
  const directions = Float64Array.from({ length: inputs * columns }, () => normal(random));
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < inputs; i++) {
      const feature = features[row * inputs + i]!;
      if (feature === 0) continue;
      for (let c = 0; c < columns; c++) values[row * columns + c]! += feature * directions[i * columns + c]!;
    }
  }
  center(values, columns);
  let squares = 0;
  for (const value of values) squares += value * value;
  const scale = squares > 0 ? Math.sqrt(values.length / squares) : 1;
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * scale + noise * normal(random);
  return { columns, values };
}

function center(values: Float64Array, columns: number): void {
  const rows = values.length / columns;
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    for (let i = c; i < values.length; i += columns) sum += values[i]!;
    for (let i = c; i < values.length; i += columns) values[i]! -= sum / rows;
  }
}

function targetsOf(workload: Workload, { columns, values }: Projections): Float32Array {
  const { rows, spec } = workload;
  const width = targetColumns(workload);
  const { task } = spec.data;
  return Float32Array.from({ length: rows * width }, (_, i) => {
    const first = Math.floor(i / width) * columns;
    if (task === 'multiclass') return largest(values, first, columns);
    const column = i % width;
    const one = values[first + column]!;
    const other = values[first + ((column + 1) % columns)]!;
    if (task === 'binary') return one > other ? 1 : 0;
    const number = Math.tanh(one) + 0.5 * Math.sin(other);
    return spec.training.loss === 'poisson' ? Math.round(Math.exp(number)) : number;
  });
}

/** Index of the largest of `count` values from `first`, counted from there. */
function largest(values: Float64Array, first: number, count: number): number {
  let found = 0;
  for (let c = 1; c < count; c++) if (values[first + c]! > values[first + found]!) found = c;
  return found;
}
