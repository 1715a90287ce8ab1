// Looks inside a network: the calls that copy weights between two steps, so that no bit of a run changes, and compute beside it.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { diagnosisSchema } from '../issues/diagnoses.ts';
import { balanceTrialUpdateSchema } from '../run/balanceTrial.ts';
import {
  batchSchema,
  gradientCheckInputSchema,
  gradientCheckSchema,
  gridInputSchema,
  gridSchema,
  networkWeightsSchema,
  planeInputSchema,
  planeSchema,
  predictionsInputSchema,
  predictionsSchema,
  rateTestInputSchema,
  rateTestSchema,
  rowsInputSchema,
  rowsSchema,
  solutionSchema,
  speedInputSchema,
  speedSchema,
  statisticsInputSchema,
  statisticsSchema,
  unitsInputSchema,
  unitsSchema,
  weightsInputSchema,
} from '../run/insight.ts';
import { pathInputSchema, pathSchema, sliceInputSchema, sliceSchema } from '../run/lossPath.ts';
import { freezeInputSchema, frozenSchema, walkInputSchema, walkSchema } from '../run/walk.ts';
import { call } from './call.ts';

export const insightCalls = {
  /** The exact optimum of a linear network on the training rows of the workspace's spec. */
  solve: call.output(solutionSchema),
  /** Back-propagation against central differences, for the workspace's spec or the current run. */
  gradients: call.input(gradientCheckInputSchema).output(gradientCheckSchema),
  /** Learning rates that grow from step to step, from fresh weights. */
  rates: call.input(rateTestInputSchema).output(rateTestSchema),
  /** Trains the workspace's spec twice for a short time and in memory only, with equal and with balanced class weights: progress, at
   *  last the scores of both. Refused while a run, a race or repeats are in progress. */
  balance: call.output(eventIterator(balanceTrialUpdateSchema)),
  /** Copies the weights and their optimizer state, so that several calls see the same state while a run continues. */
  freeze: call.input(freezeInputSchema).output(frozenSchema),
  /** Forward and backward pass of one row. */
  walk: call.input(walkInputSchema).output(walkSchema),
  /** The doctor's diagnoses of the current run, the most urgent first. */
  diagnoses: call.output(z.array(diagnosisSchema)),
  /** Every weight of a network that is not too large for this. */
  weights: call.input(weightsInputSchema).output(networkWeightsSchema),
  /** Trains a copy of the spec's network for a short time and discards it. Refused while a run is training. */
  speed: call.input(speedInputSchema).output(speedSchema),
  /** Distributions of weights, activations and gradients. */
  statistics: call.input(statisticsInputSchema).output(statisticsSchema),
  /** Predictions over two columns, also during training. */
  grid: call.input(gridInputSchema).output(gridSchema),
  /** Rows to draw with the predictions, in the columns' own units. */
  rows: call.input(rowsInputSchema).output(rowsSchema),
  /** The rows of the current run's newest step, or of its next one where it has taken none. Needs a run in progress of one network. */
  batch: call.output(batchSchema),
  /** Predictions for those rows, also during training. */
  predictions: call.input(predictionsInputSchema).output(predictionsSchema),
  /** Activations of single units over two columns, and the weights between them. */
  units: call.input(unitsInputSchema).output(unitsSchema),
  /** The loss around the weights. */
  plane: call.input(planeInputSchema).output(planeSchema),
  /** The loss along one parameter. */
  slice: call.input(sliceInputSchema).output(sliceSchema),
  /** The values of some parameters over the steps of the current run. */
  path: call.input(pathInputSchema).output(pathSchema),
};
