// The calls that explain a model: those of the current run, and those of a model file on any table.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { fileRefSchema } from '../fileRef.ts';
import {
  coefficientsSchema,
  contributionsInputSchema,
  contributionsSchema,
  dependenceInputSchema,
  dependenceSchema,
  importanceInputSchema,
  importanceUpdateSchema,
  nearestInputSchema,
  nearestSchema,
} from '../run/explanation.ts';
import { call } from './call.ts';

/** Of the current run, beside the other calls of `evaluation`. */
export const explanationCalls = {
  /** By how much the error grows with one column shuffled, for each column: first how long it takes, then progress, at last the result. */
  importance: call.input(importanceInputSchema).output(eventIterator(importanceUpdateSchema)),
  /** How the output depends on one column, everything else as in the row. */
  dependence: call.input(dependenceInputSchema).output(dependenceSchema),
  /** What each column adds to the output for one row. */
  contributions: call.input(contributionsInputSchema).output(contributionsSchema),
  /** The training rows nearest to a row of the table. */
  nearest: call.input(nearestInputSchema).output(nearestSchema),
  /** Of a network without hidden layers; null for others. */
  coefficients: call.input(z.object({ runId: z.string() })).output(coefficientsSchema.nullable()),
};

const modelOnFile = { model: fileRefSchema, file: fileRefSchema };

/** Of a model file, beside the other calls of `models`. */
export const modelExplanationCalls = {
  /** What each column is worth on the rows of the file that have a target: of the table that the model was trained on, on its test
   *  rows. */
  importance: call.input(z.object(modelOnFile)).output(eventIterator(importanceUpdateSchema)),
  /** What each column adds to the outputs for one row of the file: for each target, or for the class that is predicted. */
  contributions: call
    .input(z.object({ ...modelOnFile, row: z.number().int().min(0) }))
    .output(z.array(contributionsSchema)),
  /** Of a network without hidden layers, null for others; with standard errors where the file is the table of training. */
  coefficients: call.input(z.object(modelOnFile)).output(coefficientsSchema.nullable()),
};
