// A table as the screens and the terminal see it: how the file was read, its columns and what they hold.
// The cells themselves stay in the backend; `dataset.rows` reads a window of them.
import { z } from 'zod';
import { issueSchema } from '../issues/issues.ts';
import { columnTypeSchema } from './columnType.ts';
import { containerSchema, decimalSchema, dialectSchema, problemSchema, readingSchema } from './reading.ts';
import { tableFileSchema } from './tableFiles.ts';
import { unitSchema } from './unit.ts';

/** Counts per bin over `min`..`max` (equal widths), or per level for categories. */
export const histogramSchema = z.object({ counts: z.array(z.number().int()) });

export const columnSummarySchema = z.object({
  name: z.string(),
  type: columnTypeSchema,
  /** The type detected from the cells, where a person chose another one. */
  found: columnTypeSchema.optional(),
  /** The sign beside the numbers of a number column; absent where they have none. */
  unit: unitSchema.optional(),
  /** The decimal sign by which a number column was read; absent where none of its numbers has a sign. */
  decimal: decimalSchema.optional(),
  missing: z.number().int(),
  /** Distinct values other than missing; a lower bound while the column is not profiled. */
  distinct: z.number().int(),
  /** Figures of the finite values; null where the column is not numeric or has none. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  /** Population standard deviation (ddof 0). */
  deviation: z.number().nullable(),
  /** The 5, 25, 75 and 95 % quantiles of the numbers, interpolated; null where there are no numbers or not computed yet. */
  quantiles: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** Whether all values are whole numbers. */
  whole: z.boolean(),
  /** Most frequent levels first, at most 20; empty for numbers. */
  levels: z.array(z.object({ value: z.string(), rows: z.number().int() })),
  histogram: histogramSchema,
  /** Whether all figures are computed; for numbers of a large table, median, deviation, histogram and distinct counts above a
   *  thousand come later. */
  profiled: z.boolean(),
});
export type ColumnSummary = z.infer<typeof columnSummarySchema>;

export const datasetSchema = z.object({
  /** Changes with every opened file and every change of dialect. */
  id: z.string(),
  fileName: z.string(),
  bytes: z.number().int(),
  /** SHA-256 of the file's bytes, hex; of several files that of their names and hashes. */
  hash: z.string(),
  /** The files of a table of several, in the order of their rows; empty for one file. `bytes` is their sum, `dialect` that of
   *  the first one. */
  files: z.array(tableFileSchema),
  /** The column that says the file of each row; null for one file. */
  fileColumn: z.string().nullable(),
  container: containerSchema,
  /** Sheets of a workbook, in its order; empty for other files. */
  sheets: z.array(z.string()),
  /** What a person chose about reading the file. */
  reading: readingSchema,
  dialect: dialectSchema,
  /** Rows that were read, and rows that were left out; together all data rows of the file. */
  rows: z.number().int(),
  rowsLeftOut: z.number().int(),
  /** Number of rows that could not be read as they are, including padded ones; `problems` lists the first hundred. */
  problemRows: z.number().int(),
  problems: z.array(problemSchema),
  columns: z.array(columnSummarySchema),
  /** Findings about the table itself; those about the chosen target are in the plan. */
  issues: z.array(issueSchema),
});
export type Dataset = z.infer<typeof datasetSchema>;

/** The first columns and rows of a file, shown while the rest is read or before a reading is confirmed; types are detected from
 *  these rows only. */
export const sampleSchema = z.object({
  dialect: dialectSchema,
  columns: z.array(z.object({ name: z.string(), type: columnTypeSchema })),
  rows: z.array(z.array(z.string().nullable())),
  problems: z.array(problemSchema),
});
export type Sample = z.infer<typeof sampleSchema>;

/** Which rows a view shows. A missing cell matches only `missing`. */
export const filterSchema = z.discriminatedUnion('kind', [
  /** Cells that contain the text, ignoring case. */
  z.strictObject({ kind: z.literal('text'), column: z.string(), text: z.string().min(1).max(1_000) }),
  /** Numbers from `min` to `max`, both included. */
  z.strictObject({
    kind: z.literal('range'),
    column: z.string(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  z.strictObject({ kind: z.literal('missing'), column: z.string() }),
]);
export type Filter = z.infer<typeof filterSchema>;

/** Sort order and filters for display; training does not use them. */
export const viewSchema = z.strictObject({
  /** Numbers are sorted by value, others by code point; missing cells come last in both directions; equal ones keep the file's
   *  order. */
  sort: z.strictObject({ column: z.string(), descending: z.boolean() }).optional(),
  /** Rows must match all filters. */
  filters: z.array(filterSchema).max(20).optional(),
});
export type View = z.infer<typeof viewSchema>;

/** A window of rows: cells as text exactly as in the file, null where missing. */
export const rowWindowSchema = z.object({
  offset: z.number().int(),
  rows: z.array(z.array(z.string().nullable())),
  /** 0-based number of each row in the table. */
  numbers: z.array(z.number().int()),
  /** Number of rows in the view, not only in this window. */
  count: z.number().int(),
});
export type RowWindow = z.infer<typeof rowWindowSchema>;

/** How two columns are related, over the rows in which both have values. */
export const pairSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numbers'),
    rows: z.number().int(),
    /** Pearson's and Spearman's correlation; null where one column is constant. */
    correlation: z.number().nullable(),
    rankCorrelation: z.number().nullable(),
    /** At most 2,000 rows, evenly spread. */
    points: z.array(z.tuple([z.number(), z.number()])),
  }),
  z.object({
    kind: z.literal('categories'),
    rows: z.number().int(),
    /** Cramer's V, 0..1, corrected for chance (Bergsma 2013); null where one column has one level. */
    association: z.number().nullable(),
    /** The most frequent levels of each column, at most 12, and the number of rows of each pair. */
    first: z.array(z.string()),
    second: z.array(z.string()),
    counts: z.array(z.array(z.number().int())),
  }),
  z.object({
    kind: z.literal('mixed'),
    rows: z.number().int(),
    /** Which of the two requested columns is the category. */
    category: z.enum(['first', 'second']),
    /** Share of the numbers' variance that the levels explain (eta squared), 0..1; null where it is undefined. */
    explained: z.number().nullable(),
    /** Quartiles of the numbers in the most frequent levels, at most 12. */
    groups: z.array(
      z.object({
        level: z.string(),
        rows: z.number().int(),
        min: z.number(),
        q25: z.number(),
        median: z.number(),
        q75: z.number(),
        max: z.number(),
      }),
    ),
  }),
]);
export type Pair = z.infer<typeof pairSchema>;

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
  /** Two columns for the example's small picture. */
  axes: z.tuple([z.string(), z.string()]),
  /** Points of that picture, already sampled: x, y in 0..1 and the class index (0 for a numeric target). */
  points: z.array(z.tuple([z.number(), z.number(), z.number().int()])),
});
export type Example = z.infer<typeof exampleSchema>;
