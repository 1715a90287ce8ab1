// A table as the screens and the terminal see it: how the file was read, its columns and what they hold.
// The cells themselves stay in the backend; `dataset.rows` reads a window of them.
import { z } from 'zod';
import { issueSchema } from './issues.ts';

/** What a column holds. `number`, `boolean` and `category` can be features; `text` and `date` are ignored. */
export const columnTypes = ['number', 'boolean', 'category', 'text', 'date'] as const;
export const columnTypeSchema = z.enum(columnTypes);
export type ColumnType = z.infer<typeof columnTypeSchema>;

/** How the file is cut into cells. */
export const dialectSchema = z.object({
  delimiter: z.string(),
  quote: z.string(),
  /** Whether the first line names the columns; without it they are called `column_1`, ... */
  header: z.boolean(),
  /** As detected, e.g. `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`. */
  encoding: z.string(),
  decimal: z.enum(['.', ',']),
  /** Spellings that were read as missing in this file, besides the empty cell. */
  missing: z.array(z.string()),
});
export type Dialect = z.infer<typeof dialectSchema>;

/** Counts per bin over `min`..`max` (equal widths), or per level for categories. */
export const histogramSchema = z.object({ counts: z.array(z.number().int()) });

export const columnSummarySchema = z.object({
  name: z.string(),
  type: columnTypeSchema,
  /** Why the type is what it is where that is not evident, e.g. leading zeros. */
  missing: z.number().int(),
  /** Distinct values other than missing; at least so many while the column is not profiled. */
  distinct: z.number().int(),
  /** Of the finite values; null for what is not a number or has none. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  /** Population standard deviation (ddof 0). */
  deviation: z.number().nullable(),
  /** Whether all values are whole numbers. */
  whole: z.boolean(),
  /** Most frequent levels first, at most 20; empty for numbers. */
  levels: z.array(z.object({ value: z.string(), rows: z.number().int() })),
  histogram: histogramSchema,
  /** Whether all figures are there; of numbers of a large table median, deviation, histogram and more than a thousand distinct
   *  values come later. */
  profiled: z.boolean(),
});
export type ColumnSummary = z.infer<typeof columnSummarySchema>;

export const datasetSchema = z.object({
  /** Changes with every opened file or changed dialect. */
  id: z.string(),
  fileName: z.string(),
  bytes: z.number().int(),
  /** SHA-256 of the file's bytes, hex. */
  hash: z.string(),
  dialect: dialectSchema,
  /** Data rows read and left out; their sum is what the file holds. */
  rows: z.number().int(),
  rowsLeftOut: z.number().int(),
  columns: z.array(columnSummarySchema),
  /** Findings about the table itself; those about the chosen target are in the plan. */
  issues: z.array(issueSchema),
});
export type Dataset = z.infer<typeof datasetSchema>;

/** How a large file begins, while the rest of it is read: its first columns and rows, judged by the first rows only. */
export const sampleSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: columnTypeSchema })),
  rows: z.array(z.array(z.string().nullable())),
});
export type Sample = z.infer<typeof sampleSchema>;

/** A window of rows: cells as text exactly as in the file, null where missing. */
export const rowWindowSchema = z.object({
  offset: z.number().int(),
  rows: z.array(z.array(z.string().nullable())),
});
export type RowWindow = z.infer<typeof rowWindowSchema>;

export const exampleSchema = z.object({
  /** The file's name under `examples/`, e.g. `iris.csv`: what `dataset.openExample` takes. */
  file: z.string(),
  title: z.string(),
  target: z.string(),
  task: z.enum(['regression', 'binary', 'multiclass']),
  rows: z.number().int(),
  columns: z.number().int(),
  licence: z.string(),
  source: z.string(),
  /** Two columns that draw well, for the picture of the example. */
  axes: z.tuple([z.string(), z.string()]),
  /** Points for that picture, already sampled: x, y in 0..1 and the index of the class (0 for numbers). */
  points: z.array(z.tuple([z.number(), z.number(), z.number().int()])),
});
export type Example = z.infer<typeof exampleSchema>;
