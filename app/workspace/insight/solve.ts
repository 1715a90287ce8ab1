// Least squares beside training: the linear network with the lowest mean squared error on the training rows, in the network's scale
// and in the columns' own units, and how far the current run is from it.
import { AppError } from '../../contract/issues/errors.ts';
import { inputCount, inputNames, type LayerWeights, type Preparation } from '../../contract/model.ts';
import type { Solution } from '../../contract/run/insight.ts';
import type { LeastSquaresSolution } from '../../engine/insight.ts';
import { collapsed, isLinear } from '../../model/linear.ts';
import { evaluateRun } from '../runs/score.ts';
import { engineRows } from '../spec/engineConfig.ts';
import type { Ground } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { groundOf, weightsOf } from './weightsOf.ts';

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
  // A straight line through the numbers themselves, also where the spec's loss is Poisson's.
  const preparation: Preparation = { ...ground.preparation, target: { ...target, link: 'identity' } };
  const { rows, features, targets, weights } = await engineRows(table, preparation, split.train, ground);
  const comparable = await comparedRun(session, ground);
  const { engine } = session.options;
  const inputs = inputNames(preparation);
  const outputs = target.columns.length;
  const shape = { rows, inputs: inputs.length, outputs };
  const at = comparable === null ? null : collapsed(comparable.layers);
  const found = await engine.leastSquares({ ...shape, features, targets, weights, at }, signal);
  const layer = asLayer(found, inputs.length, outputs);
  const linear = { ...spec, model: { ...spec.model, layers: [] } };
  const { metrics } = await evaluateRun(
    engine,
    { runId: '', spec: linear, preparation, layers: [layer] },
    table,
    split,
  );
  const values = found.singularValues;
  return {
    rows,
    inputs,
    rank: found.rank,
    singularValues: [...values],
    conditionNumber: values.length === 0 ? null : values[0]! / values.at(-1)!,
    loss: found.loss,
    targets: inUnits(found, preparation),
    collinear: namedCollinear(found, preparation),
    metrics,
    distance:
      found.distance === null || comparable === null
        ? null
        : {
            runId: comparable.runId,
            lossDifference: found.distance.excessLoss,
            coefficients: found.distance.coefficients,
          },
  };
}

/** The current run where its network is linear and learned from the same rows, with its present (or kept) weights. */
async function comparedRun(session: WorkspaceSession, { spec }: Ground) {
  const run = session.live;
  const same = (value: Ground['spec']) => JSON.stringify([value.data, value.seed]);
  if (run === null || !isLinear(run.spec.model) || same(run.spec) !== same(spec)) return null;
  // Its sums are logarithms.
  if (run.spec.training.loss === 'poisson') return null;
  const { layers } = await weightsOf(session, 'last');
  return { runId: run.id, layers };
}

function asLayer(found: LeastSquaresSolution, inputs: number, outputs: number): LayerWeights {
  const weight = Float32Array.from(found.coefficients);
  return { inputs, outputs, weight, bias: Float32Array.from(found.intercepts) };
}

/** Mean and scale of each input: input = (value - mean) / scale, the value being a logarithm, the index of a category or a part of a date where it is
 *  that which is scaled; an indicator is what it is. */
function inputScales({ inputs }: Preparation): { mean: number; scale: number }[] {
  return inputs.flatMap((input) => {
    const scaled = input.kind === 'oneHot' ? [] : input.kind === 'date' ? input.parts : [input];
    const indicators = Array.from({ length: inputCount(input) - scaled.length }, () => ({
      mean: 0,
      scale: 1,
    }));
    return [...scaled, ...indicators];
  });
}

function inUnits(
  { coefficients, intercepts }: LeastSquaresSolution,
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
