// Activations of single units over a grid of inputs. The engine only returns a network's logits, so the network is cut off
// after each layer, and an output layer that copies the chosen units is added.

import type { LayerWeights } from '../../contract/model.ts';
import type { Units, UnitsInput } from '../../contract/run/insight.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';
import { newLayer } from '../../contract/spec/layers.ts';
import { interpretOutputs } from '../../evaluation/predictions.ts';
import { rounded } from '../../export/rounding.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { numbersFile } from './floats.ts';
import { GridRows } from './gridRows.ts';
import { threadsBeside } from './insightProblem.ts';
import { weightsOf } from './weightsOf.ts';

/** Most multiplications per call: about a fifth of a second on one thread. */
const mostProducts = 1e9;

/** Does not interrupt a run in progress. Throws AppError dataset_needed, spec_refused, run_needed, column_unknown,
 *  option_invalid. */
export async function answerUnits(
  session: WorkspaceSession,
  input: UnitsInput,
  signal: AbortSignal | undefined,
): Promise<Units> {
  const ground = await weightsOf(session, input.weights);
  const layers = rounded(ground.layers);
  const side = sideWithin(layers, input);
  const x = { ...input.x, steps: Math.min(side, input.x.steps) };
  const y = input.y && { ...input.y, steps: Math.min(side, input.y.steps) };
  const grid = new GridRows(session, ground, { x, y, fixed: input.fixed, directions: input.directions });
  const features = grid.features(0, grid.count);
  const { network, engine } = { network: ground.settings.network, engine: session.options.engine };
  const threads = threadsBeside(session);
  const found: Units['layers'] = [];
  let shownInputs = chosen(network.inputs);
  for (const [k, layer] of layers.entries()) {
    signal?.throwIfAborted();
    const last = k === layers.length - 1;
    const shown = chosen(layer.outputs);
    const through = last ? [] : [passedOn(layer.outputs, shown)];
    const cut = [...network.layers.slice(0, k + 1), ...(last ? [] : [newLayer(shown.length, 'linear')])];
    const sums = await engine.forward(
      { inputs: network.inputs, layers: cut },
      [[...layers.slice(0, k + 1), ...through]],
      features,
      grid.count,
      threads,
      signal,
    );
    found.push({
      units: layer.outputs,
      shown,
      shownInputs,
      weights: shown.map((unit) => shownInputs.map((i) => finite(layer.weight[unit * layer.inputs + i]!))),
      values: numbersFile(last ? read(ground.preparation.target, sums, grid.count) : sums),
    });
    shownInputs = shown;
  }
  return { xSteps: x.steps, ySteps: y?.steps ?? 1, epoch: ground.epoch, layers: found };
}

type Target = Parameters<typeof interpretOutputs>[0];

function read(target: Target, sums: Float32Array, rows: number): Float32Array {
  const shown = interpretOutputs(target, sums, rows);
  return Float32Array.from(shown.kind === 'class' ? shown.probabilities : shown.values);
}

/** JSON has no infinity; the page draws no edge for a weight that is not finite. */
function finite(weight: number): number {
  return Number.isFinite(weight) ? weight : 0;
}

/** Indices of at most `insightLimits.mapUnits.max` units, sampled evenly. */
function chosen(units: number): number[] {
  const count = Math.min(units, insightLimits.mapUnits.max);
  return Array.from({ length: count }, (_, k) => Math.floor((k * units) / count));
}

/** An output layer that copies the shown units: one row per unit with a single 1. */
function passedOn(units: number, shown: number[]): LayerWeights {
  const weight = new Float32Array(shown.length * units);
  for (const [row, unit] of shown.entries()) weight[row * units + unit] = 1;
  return { inputs: units, outputs: shown.length, weight, bias: new Float32Array(shown.length) };
}

/** The grid's side within the limit of work; every layer is computed from the inputs on, so the first layers several times. */
function sideWithin(layers: LayerWeights[], { x, y }: UnitsInput): number {
  const products = layers.reduce((sum, { weight }, k) => sum + weight.length * (layers.length - k), 0);
  const points = mostProducts / products;
  const side = Math.floor(y === null ? points : Math.sqrt(points));
  return Math.max(insightLimits.mapSide.min, Math.min(side, Math.max(x.steps, y?.steps ?? 0)));
}
