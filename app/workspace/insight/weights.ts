// All weights of a network that is small enough to show them one by one.
import type { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import type { NetworkWeights, weightsInputSchema } from '../../contract/run/insight.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';
import { littleEndian } from '../../export/fingerprint.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { layersOf } from './weightsOf.ts';

/** Throws AppError dataset_needed, spec_refused, run_needed, network_too_large. */
export async function readWeights(
  session: WorkspaceSession,
  { weights }: z.infer<typeof weightsInputSchema>,
): Promise<NetworkWeights> {
  const layers = await layersOf(session, weights);
  const numbers = layers.flatMap(({ weight, bias }) => [weight, bias]);
  const count = numbers.reduce((sum, { length }) => sum + length, 0);
  const limit = insightLimits.weights.max;
  if (count > limit)
    throw new AppError(
      'network_too_large',
      `A network of ${count.toLocaleString('en')} parameters is too large to show weight by weight; ${limit.toLocaleString('en')} is the limit. Use fewer units.`,
      { parameters: count, limit },
    );
  const values = new Float32Array(count);
  let at = 0;
  for (const part of numbers) {
    values.set(part, at);
    at += part.length;
  }
  return {
    layers: layers.map(({ inputs, outputs }) => ({ inputs, units: outputs })),
    values: new File([Buffer.from(littleEndian(values))], 'weights.f32', {
      type: 'application/octet-stream',
    }),
  };
}
