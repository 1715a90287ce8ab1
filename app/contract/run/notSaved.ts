// Why something of a run could not be written or scored: the English sentence, and what another language makes its own sentence of.
import { z } from 'zod';
import { AppError, errorCodes } from '../issues/errors.ts';
import { valuesSchema } from '../issues/values.ts';

/** `code` is null for an error that is not one of the contract's. */
export const notSavedSchema = z.object({
  message: z.string(),
  code: z.enum(errorCodes).nullable(),
  values: valuesSchema,
});
export type NotSaved = z.infer<typeof notSavedSchema>;

/** @param message the sentence where `error` is not one of the contract's. */
export function notSavedBy(error: unknown, message: string): NotSaved {
  if (error instanceof AppError) return { message: error.message, code: error.code, values: error.values };
  return { message, code: null, values: {} };
}
