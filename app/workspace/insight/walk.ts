// Forward and backward pass of one row, with every intermediate number, the step that training would take for it, and numerical gradients
// of some parameters.
import type { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import { type Floats, inputNames, type LayerWeights } from '../../contract/model.ts';
import type { Walk, walkInputSchema } from '../../contract/run/walk.ts';
import type { WalkedLayer } from '../../engine/insight.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { stateOf } from './freeze.ts';
import { problemOf } from './insightProblem.ts';
import { refuseLarge } from './largeNetwork.ts';
import { numericalGradients } from './numericalGradients.ts';
import { rowUpdate } from './rowUpdate.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, weights_gone, option_invalid, network_too_large. */
export async function walkRow(
  session: WorkspaceSession,
  { weights, row, measure = [] }: z.infer<typeof walkInputSchema>,
  signal: AbortSignal | undefined,
): Promise<Walk> {
  const ground = await stateOf(session, weights);
  const { table } = ground;
  refuseLarge(ground.layers);
  if (row >= table.rows) throw invalidRow(`a data row from 0 to ${table.rows - 1}`, String(row));
  const problem = await problemOf(ground, Uint32Array.of(row));
  const { features, targets } = problem.rows;
  if (
    targets.some((value) => !Number.isFinite(value) || (problem.loss.startsWith('categorical') && value < 0))
  )
    throw invalidRow('a row that has a target', `row ${row}, which has none`);
  const found = session.options.engine.walk(problem);
  let inputs: ArrayLike<number> = features;
  const layers = found.layers.map((walked, index) => {
    const shown = shownLayer(problem.layers[index]!, walked, inputs);
    inputs = walked.a;
    return shown;
  });
  return {
    row,
    inputs: inputNames(ground.preparation).map((name, k) => ({ name, value: features[k]! })),
    target: [...targets],
    loss: found.loss,
    update: await rowUpdate(session.options.engine, ground, problem, layers),
    measured: await numericalGradients(session, problem, measure, signal),
    layers,
  };
}

function invalidRow(expected: string, found: string): AppError {
  return new AppError('option_invalid', `row must be ${expected}; it is ${found}.`, {
    option: 'row',
    expected,
    found,
  });
}

function shownLayer(
  { inputs, outputs, weight, bias, normalization }: LayerWeights<Floats>,
  walked: WalkedLayer,
  x: ArrayLike<number>,
): Walk['layers'][number] {
  const units = Array.from({ length: outputs }, (_, unit) => unit);
  const { normalized, shifted, dShifted } = walked;
  return {
    weight: units.map((unit) => [...weight.subarray(unit * inputs, (unit + 1) * inputs)]),
    bias: [...bias],
    z: [...walked.z],
    normalization:
      normalized === null || normalization === undefined
        ? null
        : {
            normalized: [...normalized],
            gamma: [...normalization.gamma],
            beta: [...normalization.beta],
            shifted: [...shifted],
            dShifted: [...dShifted],
            dGamma: units.map((unit) => dShifted[unit]! * normalized[unit]!),
            dBeta: [...dShifted],
          },
    a: [...walked.a],
    dA: [...walked.dA],
    dZ: [...walked.dZ],
    dWeight: units.map((unit) => Array.from({ length: inputs }, (_, i) => walked.dZ[unit]! * x[i]!)),
    dBias: [...walked.dZ],
  };
}
