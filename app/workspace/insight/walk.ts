// Forward and backward pass of one row, with every intermediate number, and numerical gradients of some parameters.
import type { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import { type Floats, inputNames, type LayerWeights } from '../../contract/model.ts';
import { insightLimits, type Walk, type walkInputSchema } from '../../contract/run/insight.ts';
import type { WalkedLayer } from '../../engine/insight.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { insightProblem } from './insightProblem.ts';
import { numericalGradients } from './numericalGradients.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, option_invalid, network_too_large. */
export async function walkRow(
  session: WorkspaceSession,
  { weights, row, measure = [] }: z.infer<typeof walkInputSchema>,
  signal: AbortSignal | undefined,
): Promise<Walk> {
  const { ground, problem } = await insightProblem(session, weights, ({ table, layers }) => {
    refuseLarge(layers);
    if (row < table.rows) return Uint32Array.of(row);
    throw invalidRow(`a data row from 0 to ${table.rows - 1}`, String(row));
  });
  const { features, targets } = problem.rows;
  if (
    targets.some((value) => !Number.isFinite(value) || (problem.loss.startsWith('categorical') && value < 0))
  )
    throw invalidRow('a row that has a target', `row ${row}, which has none`);
  const found = session.options.engine.walk(problem);
  let inputs: ArrayLike<number> = features;
  return {
    row,
    inputs: inputNames(ground.preparation).map((name, k) => ({ name, value: features[k]! })),
    target: [...targets],
    loss: found.loss,
    measured: await numericalGradients(session, problem, measure, signal),
    layers: found.layers.map((walked, index) => {
      const shown = shownLayer(problem.layers[index]!, walked, inputs);
      inputs = walked.a;
      return shown;
    }),
  };
}

function refuseLarge(layers: LayerWeights<Floats>[]): void {
  const parameters = layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  const limit = insightLimits.walkParameters.max;
  if (parameters > limit)
    throw new AppError(
      'network_too_large',
      `A network of ${parameters.toLocaleString('en')} parameters is too large for the step-by-step walk; ${limit.toLocaleString('en')} is the limit. Use fewer units.`,
      { parameters, limit },
    );
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
