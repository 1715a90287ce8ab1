// What the doctor says of a run: a cause, the number that shows it, and what could be done, as data.
import { z } from 'zod';
import { activationSchema } from '../spec/layers.ts';
import { valuesSchema } from './issues.ts';

/** Layers are counted from 1, the output layer last. */
export const remarkCodes = [
  'loss_rising', // {epochs, from, to}: the training loss grew over the last epochs
  'loss_jumps', // {epochs, share}: the loss moves up and down by this share of itself from epoch to epoch
  'rate_too_small', // {epochs, fall, ratio}: falls steadily, by so little; ratio is the largest of Progress.updateRatios, where they are known
  'plateau', // {epochs, change}: the loss has not moved for so many epochs
  'overfitting', // {best, since, validation, least}: validation loss now and at the best epoch
  'units_alike', // {layer, units}: all units of a layer began with the same weights, and learn the same
  'dead_units', // {layer, share}
  'saturated_units', // {layer, share}
  'vanishing_gradients', // {layer, first, last}: norms of the gradients at the first and the last layer
  'unscaled_input', // {column, size}: an input that nobody scaled, and its largest size
  'calmed', // {rate, before, after}: deviation of the loss from epoch to epoch before and after a change of the learning rate
  'going_well', // {epochs, fall}: nothing is wrong; by how much the loss fell
] as const;
export type RemarkCode = (typeof remarkCodes)[number];

/** Taken at once where the run goes on with it, else put into the spec for the next run. */
export const treatmentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('learningRate'), rate: z.number() }),
  z.object({ kind: z.literal('weightDecay'), value: z.number() }),
  /** `layer` counted from 0. */
  z.object({ kind: z.literal('activation'), layer: z.number().int(), activation: activationSchema }),
  /** Every hidden layer whose units began alike begins with the initializer that is usual for its activation. */
  z.object({ kind: z.literal('variedWeights') }),
  z.object({ kind: z.literal('batchNormalization') }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('scaleInput'), column: z.string() }),
]);
export type Treatment = z.infer<typeof treatmentSchema>;

export const remarkSchema = z.object({
  code: z.enum(remarkCodes),
  tone: z.enum(['good', 'note', 'warning']),
  /** The English sentence; `values` for other languages. */
  message: z.string(),
  values: valuesSchema,
  treatment: treatmentSchema.nullable(),
});
export type Remark = z.infer<typeof remarkSchema>;
