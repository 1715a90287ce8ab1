// Why a proposal is what it is: one sentence each, with a code and values so that every language can say it.
import { z } from 'zod';
import { type Values, valuesSchema } from './issues.ts';

export const reasonCodes = [
  // what is predicted
  'number_asked', // {column}
  'numbers_of_several', // {columns}
  'number_of_numbers', // {column}
  'classes_asked', // {column, classes}
  'two_classes_asked', // {column}
  'two_classes_not_more', // {column}: multiclass was asked for
  'class_of_text', // {column, classes}
  'class_of_boolean', // {column}
  'class_of_two_numbers', // {column}
  'class_of_named_codes', // {column, min, max}
  'class_of_even_codes', // {column, min, max}
  // from what
  'row_number_used', // {column}
  'none_held_out', // {rows}
  // by which network, and how long
  'hidden_layers', // {first, second}
  'batch_steps', // {batchSize, steps, rows}
  'epochs_enough', // {epochs}
  'patience_of_validation', // {patience}
  'patience_of_training', // {patience}
  'weight_decay', // {weightDecay}
  'weight_decay_unwatched', // {weightDecay}: no validation rows
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export const reasonSchema = z.object({
  code: z.enum(reasonCodes),
  /** English. */
  message: z.string(),
  values: valuesSchema,
});
export type Reason = z.infer<typeof reasonSchema>;

export function reason(code: ReasonCode, message: string, values: Values): Reason {
  return { code, message, values };
}
