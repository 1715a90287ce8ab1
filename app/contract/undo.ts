// What undo takes back, for its button and its notice: a change of the table or the spec, or a deleted run.
import { z } from 'zod';
import { runSummarySchema } from './run/training.ts';

/** Parts of the spec, the files of the table, the way they are read (`reading`), or several parts at once (`settings`). */
export const changedParts = [
  'files',
  'reading',
  'split',
  'layers',
  'initialWeights',
  'loss',
  'optimizer',
  'schedule',
  'regularization',
  'stopping',
  'batchSize',
  'precision',
  'seed',
  'settings',
] as const;

export const undoableSchema = z.discriminatedUnion('kind', [
  /** A different target, or the first one. */
  z.object({ kind: z.literal('target') }),
  /** Role, type or preparation of one column. */
  z.object({ kind: z.literal('column'), column: z.string() }),
  z.object({ kind: z.literal('columns'), count: z.number().int() }),
  z.object({ kind: z.literal('part'), part: z.enum(changedParts) }),
  /** The threshold by which the current run's model predicts. */
  z.object({ kind: z.literal('threshold') }),
  /** A run was deleted. */
  z.object({
    kind: z.literal('run'),
    ...runSummarySchema.pick({ name: true, fileName: true, target: true, parent: true }).shape,
  }),
]);
export type Undoable = z.infer<typeof undoableSchema>;

export const undoStateSchema = z.object({
  /** How many changes can be undone, and how many redone. */
  back: z.number().int(),
  forth: z.number().int(),
  /** What the next undo and the next redo would do. */
  undoes: undoableSchema.nullable(),
  redoes: undoableSchema.nullable(),
});
export type UndoState = z.infer<typeof undoStateSchema>;
