// What a column holds.
import { z } from 'zod';

/** `number`, `boolean` and `category` can be features; so can the parts of a `date`; `text` is ignored. */
export const columnTypes = ['number', 'boolean', 'category', 'text', 'date'] as const;
export const columnTypeSchema = z.enum(columnTypes);
export type ColumnType = z.infer<typeof columnTypeSchema>;
