// Names of what the spec chooses from, for every screen that speaks of it.
import type { Loss, OptimizerType } from '../../app/contract/spec.ts';
import { m } from '../paraglide/messages.js';

export function lossNames(): Record<Loss, string> {
  return {
    meanSquaredError: m.loss_mean_squared_error(),
    binaryCrossEntropy: m.loss_binary_cross_entropy(),
    categoricalCrossEntropy: m.loss_categorical_cross_entropy(),
  };
}

export function optimizerNames(): Record<OptimizerType, string> {
  return { sgd: m.optimizer_sgd(), momentum: m.optimizer_momentum(), adam: m.optimizer_adam() };
}
