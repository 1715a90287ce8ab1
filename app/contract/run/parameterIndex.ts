// Which parameter of a network is meant.
import { z } from 'zod';

/** One parameter of the network: `input` is null for one that belongs to the unit as a whole (bias, gamma, beta). */
export const parameterIndexSchema = z.object({
  layer: z.number().int().min(0),
  tensor: z.enum(['weight', 'bias', 'gamma', 'beta']),
  unit: z.number().int().min(0),
  input: z.number().int().min(0).nullable(),
});
export type ParameterIndex = z.infer<typeof parameterIndexSchema>;
