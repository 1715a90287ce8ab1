// Cells of a file that a trained model cannot use as they stand, or has not learned from: what `models.predict` and `models.evaluate`
// report. One entry for each column and kind that occurs.
import { z } from 'zod';
import { dateParts } from '../spec/columnPreparation.ts';

/** `missing`: no value. `unreadable`: not the number or date that the model reads there; it counts as missing. `outOfRange`: outside
 *  the range of the training rows. `unknownLevel`: a category that the model has never seen. */
export const cellProblemKinds = ['unreadable', 'unknownLevel', 'outOfRange', 'missing'] as const;

/** How many cells of an entry are listed. */
export const cellsListed = 3;

export const cellProblemSchema = z.object({
  column: z.string(),
  kind: z.enum(cellProblemKinds),
  /** How many cells. */
  cells: z.number().int(),
  /** The first ones: the line of the file on which the row begins, and the cell as written, cut off after 40 characters. */
  first: z.array(z.object({ line: z.number().int(), value: z.string().nullable() })),
  /** Of cells out of range: that of the training rows, and how many cells are far out, by more than a tenth of the range (`first`
   *  has those, where there are any); `part` for a date. */
  range: z.object({ min: z.number(), max: z.number() }).optional(),
  far: z.number().int().optional(),
  part: z.enum(dateParts).optional(),
  /** The number that is used instead of a missing or unreadable one; absent where there is not one number. */
  imputed: z.number().optional(),
  /** Whether the network has an input that says so, learned from the training rows: only of missing cells. */
  learned: z.boolean(),
});
export type CellProblem = z.infer<typeof cellProblemSchema>;

/** How far beyond its ends a range is still near, in widths of the range: new rows of the same kind often lie a little outside. */
export const nearRange = 0.1;

/** Whether a strict prediction refuses it. */
export function isRefused({ kind, learned, far = 0 }: CellProblem): boolean {
  return kind === 'outOfRange' ? far > 0 : !learned;
}
