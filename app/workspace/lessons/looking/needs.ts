// What each quantity must have computed. Those that are not listed are read from the state.
import type { Quantity, QuantityFunction } from '../../../contract/lesson/quantities.ts';
import type { Need } from './seen.ts';

export const needsOf: Partial<Record<Quantity | QuantityFunction, readonly Need[]>> = {
  loss: ['loss'],
  startLoss: ['startLoss'],
  leastLoss: ['solution'],
  lossFalls: ['back'],
  lossRises: ['back'],
  w: ['layers'],
  b: ['layers'],
  distance: ['layers', 'solution'],
  distanceRatio: ['layers', 'solution', 'back'],
  slope: ['layers'],
  intercept: ['layers'],
  leastSlope: ['solution'],
  leastIntercept: ['solution'],
  target: ['walked'],
  rowLoss: ['walked'],
  weight: ['layers'],
  bias: ['layers'],
  startWeight: ['startLayers'],
  startBias: ['startLayers'],
  gradient: ['loss'],
  biasGradient: ['loss'],
  leastWeight: ['solution'],
  input: ['walked'],
  preActivation: ['walked'],
  activation: ['walked'],
  probability: ['walked'],
  delta: ['walked'],
  rowGradient: ['walked'],
  rowBiasGradient: ['walked'],
};

/** Scores of a part of the rows. */
export const scoreNames = ['accuracy', 'rmse', 'mae', 'r2'] as const satisfies readonly QuantityFunction[];
