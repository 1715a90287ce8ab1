// What puts a finding right: one change of the data spec or of the reading, as data, so that a page offers it, the backend takes it
// and undo takes it back.
import { z } from 'zod';
import { columnPreparationSchema } from '../spec/columnPreparation.ts';
import { columnTypeSchema } from '../table/columnType.ts';

export const remedySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('role'),
    columns: z.array(z.string()),
    role: z.enum(['feature', 'ignored', 'group']),
  }),
  z.object({ kind: z.literal('type'), columns: z.array(z.string()), type: columnTypeSchema }),
  /** Settings of one column, beside those it has. */
  z.object({ kind: z.literal('prepare'), column: z.string(), prepare: columnPreparationSchema }),
  /** Settings of the spec by their paths, such as `training.batchSize`, taken together. */
  z.object({
    kind: z.literal('settings'),
    set: z
      .array(z.object({ path: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
      .min(1),
  }),
  /** A hidden layer fewer; counted from 0. */
  z.object({ kind: z.literal('removeLayer'), layer: z.number().int().min(0) }),
  /** Classes count by their rarity. */
  z.object({ kind: z.literal('balanceClasses') }),
  /** Rows that repeat another one whole are left out of what is learned from and judged by. */
  z.object({ kind: z.literal('dropDuplicates') }),
]);
export type Remedy = z.infer<typeof remedySchema>;
