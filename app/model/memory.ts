// How much memory a training needs, before anything is allocated, and what would fit if that is too much. The engine computes
// its own part again, exactly; this estimate is shown before training.
import { limits } from '../contract/limits.ts';
import { slotsOf } from '../contract/spec/optimizers.ts';
import type { RunSpec } from '../contract/spec/spec.ts';
import { layerShapes, type Network } from './network.ts';

/** Rows per layer in memory at a time when a whole part is scored. */
const rowsInFlight = 1024;
/** Weight, gradient, best and last checkpoint. */
const copies = 4;

/**
 * Bytes a training needs: every parameter as weight, gradient, best and last checkpoint, the optimizer's slots (live and
 * in the checkpoint), the states to go back to, the activations of the rows in flight, and the matrices of `rows` rows (once here, once in the engine).
 * Infinity where the number is beyond what can be counted exactly. `history`: whether it keeps states to go back to.
 */
export function trainingMemory(
  network: Network,
  spec: RunSpec,
  rows: number,
  { history = true }: { history?: boolean } = {},
): number {
  const shapes = layerShapes(network);
  const parameters = shapes.reduce((sum, shape) => sum + shape.parameters, 0);
  const running = network.layers.reduce(
    (sum, { normalization, units }) => sum + (normalization === 'batch' ? 2 * units : 0),
    0,
  );
  // Pre-activation and activation of each unit, and the intermediate values of a normalisation.
  const activations = network.layers.reduce(
    (sum, { normalization, units }) => sum + units * (normalization === 'none' ? 2 : 3),
    2 * network.inputs,
  );
  const { batchSize, optimizer, precision } = spec.training;
  const batch = batchSize === 'full' ? Math.min(rows, rowsInFlight) : Math.min(batchSize, rows);
  const outputs = shapes[shapes.length - 1]?.units ?? 0;
  const bytes = precision === 'float64' ? 8 : 4;
  const numbers =
    parameters * (copies + 2 * slotsOf(optimizer)) + running * (copies - 1) + batch * activations;
  const cells = rows * (network.inputs + outputs + (weighsRows(spec) ? 1 : 0));
  const each = bytes * (parameters + running) * (2 + slotsOf(optimizer));
  const kept = history ? checkpointBytes(each, spec.training.epochs) : 0;
  const needed = bytes * numbers + kept + (4 + bytes) * cells;
  return Number.isSafeInteger(needed) ? needed : Number.POSITIVE_INFINITY;
}

/** Bytes of the engine's checkpoint history, for checkpoints of `each` bytes. */
function checkpointBytes(each: number, epochs: number): number {
  const { bytes, most, fewest } = limits.checkpointHistory;
  const fit = Math.floor(bytes / Math.max(1, each));
  return fit < fewest ? 0 : each * Math.min(fit, most, epochs);
}

function weighsRows({ data, training }: RunSpec): boolean {
  return training.lossSettings.classWeights !== 'none' || data.columns.some(({ role }) => role === 'weight');
}

/** The most units per hidden layer that fit, if wider layers are cut to this; null if not even 1 unit fits. */
export function unitsThatFit(network: Network, spec: RunSpec, rows: number): number | null {
  const last = network.layers.length - 1;
  const widest = Math.max(0, ...network.layers.slice(0, last).map(({ units }) => units));
  const cut = (most: number): Network => ({
    ...network,
    layers: network.layers.map((layer, i) =>
      i === last ? layer : { ...layer, units: Math.min(layer.units, most) },
    ),
  });
  return largest(widest, (most) => trainingMemory(cut(most), spec, rows) <= limits.memory.max);
}

/** The most rows that fit; null if not even 1 does. */
export function rowsThatFit(network: Network, spec: RunSpec, rows: number): number | null {
  return largest(rows, (most) => trainingMemory(network, spec, most) <= limits.memory.max);
}

/** The largest whole number from 1 to `most` that fits, by binary search; null if 1 does not. */
function largest(most: number, fits: (count: number) => boolean): number | null {
  let least = 0;
  let above = most + 1;
  while (above - least > 1) {
    const middle = Math.floor((least + above) / 2);
    if (fits(middle)) least = middle;
    else above = middle;
  }
  return least === 0 ? null : least;
}
