// Initial weights that are set by hand instead of drawn from the seed: one entry for each layer of the network, hidden layers first (those
// that are switched off left out), the output layer last. They are on the network's own scale, as the engine trains them.
import { z } from 'zod';
import { limits } from '../limits.ts';

const parameter = z.number().min(limits.initialWeight.min).max(limits.initialWeight.max);

/** One layer: `weight[unit][input]`, and a bias for each unit. */
export const layerWeightsSchema = z
  .strictObject({
    weight: z
      .array(z.array(parameter).min(1))
      .min(1)
      .describe('a list for each unit, with a weight for each of its inputs'),
    bias: z.array(parameter).optional().describe('a bias for each unit; 0 if left out'),
  })
  .refine(
    ({ weight }) => weight.every((row) => row.length === weight[0]?.length),
    'its units have equally many weights',
  )
  .refine(
    ({ weight, bias }) => bias === undefined || bias.length === weight.length,
    'it has as many biases as units',
  );
export type InitialLayer = z.infer<typeof layerWeightsSchema>;

export const initialWeightsSchema = z
  .array(layerWeightsSchema)
  .min(1)
  .max(limits.layers.max + 1)
  .refine((layers) => numbersOf(layers) <= limits.initialWeights.max, {
    error: () => `it has at most ${limits.initialWeights.max.toLocaleString('en')} numbers`,
  });

/** How many numbers they are. */
export function numbersOf(layers: readonly InitialLayer[]): number {
  return layers.reduce(
    (sum, { weight, bias = [] }) => sum + weight.reduce((all, row) => all + row.length, bias.length),
    0,
  );
}

/** Whether all units of the layer begin with the same numbers: they then get the same gradients and stay identical. */
export function unitsEqual({ weight, bias = [] }: InitialLayer): boolean {
  const unit = (k: number) => JSON.stringify([weight[k], bias[k]]);
  return weight.length > 1 && weight.every((_, k) => unit(k) === unit(0));
}
