// Calls about the rows and groups of rows that the current run's model predicts worst. They read the open table.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { writtenCellsSchema } from '../modelReport.ts';
import { groupsInputSchema, groupsSchema, worstGroupsStepSchema } from '../run/errorGroups.ts';
import {
  errorRowsInputSchema,
  errorRowsSchema,
  residualsInputSchema,
  residualsSchema,
  rowsOfPartSchema,
  selectionSchema,
} from '../run/errorRows.ts';
import { call } from './call.ts';

export const errorCalls = {
  /** A window of the selected rows of a part, the worst prediction first. */
  rows: call.input(errorRowsInputSchema).output(errorRowsSchema),
  /** All selected rows in the file's order as CSV text in pieces: the file's columns, then prediction, truth and how far they
   *  differ. Cells that begin a formula get an apostrophe. */
  rowsCsv: call
    .input(rowsOfPartSchema.extend({ selection: selectionSchema }))
    .output(eventIterator(z.string(), writtenCellsSchema.optional())),
  residuals: call.input(residualsInputSchema).output(residualsSchema),
  /** How well each group of a column's rows is predicted. */
  groups: call.input(groupsInputSchema).output(groupsSchema),
  /** The groups of all columns that are predicted worst; the last step has them. */
  worstGroups: call.input(rowsOfPartSchema).output(eventIterator(worstGroupsStepSchema)),
};
