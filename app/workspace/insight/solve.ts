// Least squares as a reference for training: the linear network with the lowest mean squared error on the training rows, in the
// network's scale and in the columns' own units.
import { AppError } from '../../contract/issues/errors.ts';
import {
  type Floats,
  inputCount,
  inputNames,
  type LayerWeights,
  type Preparation,
  scalesOf,
  targetUnit,
} from '../../contract/model.ts';
import type { Solution } from '../../contract/run/insight.ts';
import { newLayer } from '../../contract/spec/layers.ts';
import type { Engine } from '../../engine/engine.ts';
import type { LeastSquaresSolution } from '../../engine/insight.ts';
import type { Rows } from '../../engine/runConfig.ts';
import { evaluateRun } from '../scoring/score.ts';
import { engineRows } from '../spec/engineConfig.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { groundOf } from './weightsOf.ts';

/** Throws AppError task_unsuited unless the target is a number. */
export async function solveExactly(
  session: WorkspaceSession,
  signal: AbortSignal | undefined,
): Promise<Solution> {
  const ground = await groundOf(session);
  const { spec, split, table } = ground;
  const { target } = ground.preparation;
  if (target.kind !== 'numeric')
    throw new AppError(
      'task_unsuited',
      `Least squares needs a numeric target; the target ${target.column} has classes. Train a network for them instead.`,
      { column: target.column },
    );
  // Fits a line to the untransformed target, even if the spec uses the Poisson loss.
  const preparation: Preparation = { ...ground.preparation, target: { ...target, link: 'identity' } };
  const { rows, features, targets, weights } = await engineRows(table, preparation, split.train, ground);
  const { engine } = session.options;
  const inputs = inputNames(preparation);
  const outputs = target.columns.length;
  const shape = { rows, inputs: inputs.length, outputs };
  const found = await engine.leastSquares({ ...shape, features, targets, weights }, signal);
  const layer = asLayer(found, inputs.length, outputs);
  const linear = { ...spec, model: { layers: [], output: spec.model.output } };
  const { metrics } = await evaluateRun(
    engine,
    { runId: '', spec: linear, preparation, members: [[layer]] },
    table,
    split,
  );
  const values = found.singularValues;
  const largestSlope = await steepestSlope(engine, found, { rows, features, targets, weights }, signal);
  return {
    rows,
    inputs,
    rank: found.rank,
    singularValues: [...values],
    conditionNumber: values.length === 0 ? null : values[0]! / values.at(-1)!,
    loss: found.loss,
    largestSlope,
    curvatures: curvaturesOf({ rows, features, weights }, inputs.length, outputs),
    targets: inUnits(found, preparation),
    collinear: namedCollinear(found, preparation),
    metrics,
    ...targetUnit(target),
    line: lineOf(found, preparation, features, weights),
  };
}

/** Of the mean squared error of the linear network that was found. */
async function steepestSlope(
  engine: Engine,
  { coefficients, intercepts }: LeastSquaresSolution,
  rows: Rows,
  signal: AbortSignal | undefined,
): Promise<number> {
  const outputs = intercepts.length;
  const inputs = coefficients.length / outputs;
  const { layers } = await engine.lossGradient(
    {
      network: { inputs, layers: [newLayer(outputs, 'linear')] },
      layers: [{ inputs, outputs, weight: coefficients, bias: intercepts }],
      loss: 'meanSquaredError',
      lossSettings: { delta: 1, quantile: 0.5, focusing: 0, labelSmoothing: 0 },
      rows,
    },
    signal,
  );
  const slopes = [...layers[0]!.weight, ...layers[0]!.bias];
  return slopes.reduce((largest, slope) => Math.max(largest, Math.abs(slope)), 0);
}

/** Second derivatives of (1 / K) times the sum over K outputs of the weighted mean of (w x + b - y)²: 2 / K times the mean of x². */
function curvaturesOf(
  { rows, features, weights }: Pick<Rows, 'rows' | 'features' | 'weights'>,
  inputs: number,
  outputs: number,
): Solution['curvatures'] {
  const squares = new Float64Array(inputs);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    total += weight;
    for (let i = 0; i < inputs; i++) squares[i]! += weight * features[row * inputs + i]! ** 2;
  }
  const coefficients = Array.from(squares, (sum) => (2 / outputs) * (total > 0 ? sum / total : 0));
  return { coefficients, intercept: 2 / outputs };
}

function asLayer(found: LeastSquaresSolution, inputs: number, outputs: number): LayerWeights {
  const weight = Float32Array.from(found.coefficients);
  return { inputs, outputs, weight, bias: Float32Array.from(found.intercepts) };
}

/** Mean and scale of each input: input = (value - mean) / scale, where the value may be a logarithm, the index of a category,
 *  a part of a date or clipped to a bin; an indicator is not scaled. */
function inputScales({ inputs }: Preparation): { mean: number; scale: number }[] {
  return inputs.flatMap((input) => {
    const scaled = input.kind === 'oneHot' ? [] : scalesOf(input);
    const indicators = Array.from({ length: inputCount(input) - scaled.length }, () => ({
      mean: 0,
      scale: 1,
    }));
    return [...scaled, ...indicators];
  });
}

/** A linear network in the columns' units. */
export function inUnits(
  { coefficients, intercepts }: Pick<LeastSquaresSolution, 'coefficients' | 'intercepts'>,
  preparation: Preparation,
): Solution['targets'] {
  const { target } = preparation;
  if (target.kind !== 'numeric') return [];
  const scales = inputScales(preparation);
  return target.columns.map(({ name, mean, scale }, t) => {
    let interceptInUnits = mean + scale * intercepts[t]!;
    const of = scales.map((input, j) => {
      const value = coefficients[t * scales.length + j]!;
      const valueInUnits = (value * scale) / input.scale;
      interceptInUnits -= valueInUnits * input.mean;
      return { value, valueInUnits };
    });
    return { name, intercept: intercepts[t]!, interceptInUnits, coefficients: of };
  });
}

/** The line for one plain column and one target. @param features [rows, 1], in the network's scale. */
function lineOf(
  found: LeastSquaresSolution,
  preparation: Preparation,
  features: Floats,
  weights: Floats | null,
): Solution['line'] {
  const { inputs, target } = preparation;
  const [input] = inputs;
  if (target.kind !== 'numeric' || target.columns.length !== 1 || input?.kind !== 'numeric') return null;
  if (inputNames(preparation).length !== 1 || input.log) return null;
  const [only] = inUnits(found, preparation);
  const { mean, variance } = spreadOf(features, weights);
  return {
    intercept: only!.interceptInUnits,
    slope: only!.coefficients[0]!.valueInUnits,
    mean: input.mean + input.scale * mean,
    variance: input.scale ** 2 * variance,
    targetScale: target.columns[0]!.scale,
  };
}

/** Weighted mean and population variance; without weights all rows count the same. */
function spreadOf(values: Floats, weights: Floats | null): { mean: number; variance: number } {
  const weightOf = (i: number) => weights?.[i] ?? 1;
  let total = 0;
  let sum = 0;
  for (const [i, value] of values.entries()) {
    total += weightOf(i);
    sum += weightOf(i) * value;
  }
  const mean = sum / total;
  let squares = 0;
  for (const [i, value] of values.entries()) squares += weightOf(i) * (value - mean) ** 2;
  return { mean, variance: squares / total };
}

function namedCollinear(
  { collinear }: LeastSquaresSolution,
  preparation: Preparation,
): Solution['collinear'] {
  const names = inputNames(preparation);
  const scales = inputScales(preparation);
  return collinear.map(({ column, on }) => ({
    input: names[column]!,
    on: on.map((term) => ({
      input: names[term.column]!,
      factorInUnits: (term.factor * scales[column]!.scale) / scales[term.column]!.scale,
    })),
  }));
}
