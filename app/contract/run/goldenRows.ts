// Rows of the table with the predictions that the app made of them: they travel with a model, and every exported file has to give the
// same predictions for them.
import { z } from 'zod';

/** How many rows a model carries. */
export const goldenRowCount = 32;

export const goldenRowsSchema = z.object({
  /** A row of the raw values that `rawInputsOf` lists (app/export/portable), in their order: numbers (null: missing) and categories
   *  (trimmed text; '' : missing). */
  values: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
  /** For each row the value of each target in its own units, or the probability of each class. */
  predictions: z.array(z.array(z.number())),
});
export type GoldenRows = z.infer<typeof goldenRowsSchema>;
export type RawValue = GoldenRows['values'][number][number];
