// What a trained model makes of a file: how the file fits it, and its scores there.
import { z } from 'zod';
import { issueSchema } from './issues/issues.ts';
import { coverageSchema } from './run/calibration.ts';
import { cellProblemSchema } from './run/cellProblems.ts';
import { comparisonSchema } from './run/comparison.ts';
import { groupsSchema, worstGroupsSchema } from './run/errorGroups.ts';
import { groupedDateParts } from './run/errorRows.ts';
import { scoresSchema } from './run/evaluation.ts';
import { thresholdSchema } from './run/threshold.ts';
import { taskSchema } from './spec/task.ts';
import { unitSchema } from './table/unit.ts';

/** How a file fits a model. */
export const fitSchema = z.object({
  /** Cells whose level the model has never seen, per column. */
  unseenLevels: z.record(z.string(), z.number().int()),
  /** Rows of the file that could not be read: nothing is predicted for them. */
  rowsLeftOut: z.number().int(),
  /** Cells that the model cannot use as they stand, or has not learned from, in the order of its columns. */
  cells: z.array(cellProblemSchema),
  /** What reading did to rows, and the cells in sentences, the most serious first. */
  issues: z.array(issueSchema),
});
export type FileFit = z.infer<typeof fitSchema>;

/** What writing CSV did to cells that a spreadsheet would compute: so many got an apostrophe. */
export const writtenCellsSchema = z.object({ formulaCells: z.number().int() });

export const predictedFileSchema = fitSchema.extend(writtenCellsSchema.shape);
export type PredictedFile = z.infer<typeof predictedFileSchema>;

/** Which groups of rows are to be scored, too. */
export const groupsAskedSchema = z.object({
  /** The groups of this column; `datePart`: by which part of its dates. */
  column: z.string().optional(),
  datePart: z.enum(groupedDateParts).optional(),
  /** The worst groups of all columns. */
  worst: z.boolean().optional(),
});
export type GroupsAsked = z.infer<typeof groupsAskedSchema>;

const ofTarget = {
  /** Name of the target whose errors these are; null for classes. */
  target: z.string().nullable(),
};

/** What `train`, `evaluate` and the export page report about a scored model. */
export const modelReportSchema = z.object({
  task: taskSchema,
  /** Rows that have a target, and rows that do not. */
  rows: z.number().int(),
  rowsWithoutTarget: z.number().int(),
  /** Of the rows that have a target. */
  ...fitSchema.shape,
  /** The threshold of two classes by which they were predicted; absent for 0.5. */
  threshold: thresholdSchema.optional(),
  scores: scoresSchema,
  /** Against simple models; null for a model that keeps none. */
  comparison: comparisonSchema.nullable(),
  /** Of the model's intervals; null where it keeps no errors of validation rows, or too few. */
  coverage: coverageSchema.nullable(),
  /** Of each target column; null for one without a unit. Empty for classes. */
  targetUnits: z.array(unitSchema.nullable()),
  /** Of RMSE and MAE; absent where the target has none or targets differ. */
  unit: unitSchema.optional(),
  fingerprint: z.string(),
  /** Where they were asked for, for each target. */
  groups: z.array(groupsSchema.extend(ofTarget)).optional(),
  worstGroups: z.array(worstGroupsSchema.extend(ofTarget)).optional(),
});
export type ModelReport = z.infer<typeof modelReportSchema>;
