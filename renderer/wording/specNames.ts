// Names of what the spec chooses from, for every screen that speaks of it.

import type { Initializer } from '../../app/contract/spec/layers.ts';
import type { ClassWeights, Loss } from '../../app/contract/spec/losses.ts';
import { type OptimizerType, optimizers } from '../../app/contract/spec/optimizers.ts';
import { m } from '../paraglide/messages.js';

export function lossNames(): Record<Loss, string> {
  return {
    meanSquaredError: m.loss_mean_squared_error(),
    meanAbsoluteError: m.loss_mean_absolute_error(),
    huber: m.loss_huber(),
    logCosh: m.loss_log_cosh(),
    quantile: m.loss_quantile(),
    poisson: m.loss_poisson(),
    binaryCrossEntropy: m.loss_binary_cross_entropy(),
    categoricalCrossEntropy: m.loss_categorical_cross_entropy(),
    hinge: m.loss_hinge(),
    focal: m.loss_focal(),
  };
}

/** The catalogue's keys are built from the contract's names. */
export function optimizerNames(): Record<OptimizerType, string> {
  const named = optimizers.map((type) => [type, m[`optimizer_${type}`]()]);
  return Object.fromEntries(named) as Record<OptimizerType, string>;
}

export function initializerNames(): Record<Initializer, string> {
  return {
    zeros: m.model_initializer_zeros(),
    constant: m.model_initializer_constant(),
    uniform: m.model_initializer_uniform(),
    normal: m.model_initializer_normal(),
    glorotUniform: m.model_initializer_glorot(),
    glorotNormal: m.model_initializer_glorot_normal(),
    heUniform: m.model_initializer_he(),
    heNormal: m.model_initializer_he_normal(),
    lecunUniform: m.model_initializer_lecun(),
    lecunNormal: m.model_initializer_lecun_normal(),
  };
}

export function classWeightsName(weights: ClassWeights): string {
  if (weights === 'none') return m.class_weights_none();
  return weights === 'balanced' ? m.class_weights_balanced() : m.class_weights_own();
}
