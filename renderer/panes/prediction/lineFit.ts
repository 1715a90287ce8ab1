// The network's line over one feature, and how far its mean squared error is above the least-squares line's. Both are computed from the
// predictions that are drawn, so that they always match the drawing.

import type { Solution } from '../../../app/contract/run/insight.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { type PredictionSlice, readAt } from '../../charts/predictions/predictionSlice.ts';

/** Slope and intercept in the columns' own units. */
export interface Line {
  slope: number;
  intercept: number;
}
export type LeastSquaresLine = NonNullable<Solution['line']>;

/** Whether the predictions are a straight line for any weights. */
export function isLine({ model, training }: RunSpec): boolean {
  return (
    training.loss !== 'poisson' &&
    model.layers.every(
      ({ activation, normalization, off }) => off || (activation === 'linear' && normalization !== 'layer'),
    )
  );
}

/** Line through the slice's first and last point; null where there is no prediction. @param output index of the output. */
export function ownLine(slice: PredictionSlice, output: number): Line | null {
  const { from, to } = slice.x;
  const [low, high] = [readAt(slice, from, null)?.[output], readAt(slice, to, null)?.[output]];
  if (low === undefined || high === undefined) return null;
  const slope = (high - low) / (to - from);
  return { slope, intercept: low - slope * from };
}

/** Mean squared error on the training rows minus that of the least-squares line, in the network's scale. With the differences s of the
 *  slopes and d of the intercepts it is the mean over the rows of (d + s x)². */
export function excessLoss(own: Line, least: LeastSquaresLine): number {
  const slope = own.slope - least.slope;
  const atMean = own.intercept - least.intercept + slope * least.mean;
  return (atMean ** 2 + slope ** 2 * least.variance) / least.targetScale ** 2;
}
