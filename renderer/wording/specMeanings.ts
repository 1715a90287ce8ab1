// What each choice of the closed lists of the spec does, in a phrase. Functions, so that they follow the language.

import type { Activation } from '../../app/contract/spec/layers.ts';
import type { Loss } from '../../app/contract/spec/losses.ts';
import type { OptimizerType } from '../../app/contract/spec/optimizers.ts';
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

/** What a loss needs, said where it does not fit. */
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

/** @param classes how many there are, of which an even guess costs their logarithm. */
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

export function optimizerMeanings(): Record<OptimizerType, string> {
  return {
    sgd: m.optimizer_means_sgd(),
    momentum: m.optimizer_means_momentum(),
    nesterov: m.optimizer_means_nesterov(),
    adaGrad: m.optimizer_means_ada_grad(),
    rmsProp: m.optimizer_means_rms_prop(),
    adaDelta: m.optimizer_means_ada_delta(),
    adam: m.optimizer_means_adam(),
    adamW: m.optimizer_means_adam_w(),
    amsGrad: m.optimizer_means_ams_grad(),
    nAdam: m.optimizer_means_n_adam(),
    rAdam: m.optimizer_means_r_adam(),
    adaMax: m.optimizer_means_ada_max(),
    rProp: m.optimizer_means_r_prop(),
    lbfgs: m.optimizer_means_lbfgs(),
  };
}
