// Refuses networks that are too large for a walk.
import { AppError } from '../../contract/issues/errors.ts';
import type { Floats, LayerWeights } from '../../contract/model.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';

/** Throws AppError network_too_large. */
export function refuseLarge(layers: LayerWeights<Floats>[]): void {
  const parameters = layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  const limit = insightLimits.walkParameters.max;
  if (parameters > limit)
    throw new AppError(
      'network_too_large',
      `A network of ${parameters.toLocaleString('en')} parameters is too large for the step-by-step walk; ${limit.toLocaleString('en')} is the limit. Use fewer units.`,
      { parameters, limit },
    );
}
