// What each activation function, loss and optimizer does, in a phrase. Functions, so that the texts follow the language.

import type { Activation } from '../../app/contract/spec/layers.ts';
import type { Loss } from '../../app/contract/spec/losses.ts';
import { type OptimizerType, optimizers } from '../../app/contract/spec/optimizers.ts';
import type { Task } from '../../app/contract/spec/task.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from './numbers.ts';

export function activationPhrases(): Record<Activation, string> {
  return {
    linear: m.model_activation_linear(),
    step: m.model_activation_step(),
    sigmoid: m.model_activation_sigmoid(),
    tanh: m.model_activation_tanh(),
    relu: m.model_activation_relu(),
    leakyRelu: m.model_activation_leaky_relu(),
    elu: m.model_activation_elu(),
    selu: m.model_activation_selu(),
    gelu: m.model_activation_gelu(),
    geluTanh: m.model_activation_gelu_tanh(),
    silu: m.model_activation_silu(),
    softplus: m.model_activation_softplus(),
    softsign: m.model_activation_softsign(),
  };
}

/** The kind of target that each loss needs, for a task that it does not fit. */
export function lossNeeds(): Record<Loss, string> {
  return {
    meanSquaredError: m.loss_needs_number(),
    meanAbsoluteError: m.loss_needs_number(),
    huber: m.loss_needs_number(),
    logCosh: m.loss_needs_number(),
    quantile: m.loss_needs_number(),
    poisson: m.loss_needs_number(),
    binaryCrossEntropy: m.loss_needs_two(),
    categoricalCrossEntropy: m.loss_needs_three(),
    hinge: m.loss_needs_classes(),
    focal: m.loss_needs_classes(),
  };
}

/** @param classes number of classes; equal probabilities for all have the loss ln(classes). */
export function lossMeaning(loss: Loss, classes: number): string {
  if (loss !== 'categoricalCrossEntropy') return plainMeanings()[loss];
  return m.loss_means_categorical_cross_entropy({
    count: numbers().whole(classes),
    even: numbers().fixed(Math.log(classes), 3),
  });
}

function plainMeanings(): Record<Exclude<Loss, 'categoricalCrossEntropy'>, string> {
  return {
    meanSquaredError: m.loss_means_mean_squared_error(),
    meanAbsoluteError: m.loss_means_mean_absolute_error(),
    huber: m.loss_means_huber(),
    logCosh: m.loss_means_log_cosh(),
    quantile: m.loss_means_quantile(),
    poisson: m.loss_means_poisson(),
    binaryCrossEntropy: m.loss_means_binary_cross_entropy(),
    hinge: m.loss_means_hinge(),
    focal: m.loss_means_focal(),
  };
}

export function lossFits(task: Task, classes: number): string {
  return task === 'regression' ? m.loss_fits_number() : m.loss_fits_classes({ count: classes });
}

/** The catalogue's keys are built from the contract's names. */
export function optimizerMeanings(): Record<OptimizerType, string> {
  const meanings = optimizers.map((type) => [type, m[`optimizer_means_${type}`]()]);
  return Object.fromEntries(meanings) as Record<OptimizerType, string>;
}
