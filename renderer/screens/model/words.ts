// Words for the closed lists of the spec. Functions, so that they follow the language.
import type { Activation, Initializer, Loss, OptimizerType, Task } from '../../../app/contract/spec.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';
import type { SettingName } from './optimizers.ts';

export function activationPhrases(): Record<Activation, string> {
  return {
    linear: m.model_activation_linear(),
    sigmoid: m.model_activation_sigmoid(),
    tanh: m.model_activation_tanh(),
    relu: m.model_activation_relu(),
  };
}

export function initializerNames(): Record<Initializer, string> {
  return {
    zeros: m.model_initializer_zeros(),
    glorotUniform: m.model_initializer_glorot(),
    heUniform: m.model_initializer_he(),
  };
}

/** What a loss needs, said where it does not fit. */
export function lossNeeds(): Record<Loss, string> {
  return {
    meanSquaredError: m.loss_needs_number(),
    binaryCrossEntropy: m.loss_needs_two(),
    categoricalCrossEntropy: m.loss_needs_three(),
  };
}

/** @param classes how many there are, of which an even guess costs their logarithm. */
export function lossMeaning(loss: Loss, classes: number): string {
  if (loss === 'meanSquaredError') return m.loss_means_mean_squared_error();
  if (loss === 'binaryCrossEntropy') return m.loss_means_binary_cross_entropy();
  return m.loss_means_categorical_cross_entropy({
    count: numbers().whole(classes),
    even: numbers().fixed(Math.log(classes), 3),
  });
}

export function lossFits(task: Task, classes: number): string {
  return task === 'regression' ? m.loss_fits_number() : m.loss_fits_classes({ count: classes });
}

export function optimizerMeanings(): Record<OptimizerType, string> {
  return {
    sgd: m.optimizer_means_sgd(),
    momentum: m.optimizer_means_momentum(),
    adam: m.optimizer_means_adam(),
  };
}

export function settingLabels(): Record<SettingName, string> {
  return {
    learningRate: m.setting_learning_rate(),
    momentum: m.setting_momentum(),
    beta1: m.setting_beta1(),
    beta2: m.setting_beta2(),
    epsilon: m.setting_epsilon(),
    weightDecay: m.setting_weight_decay(),
  };
}
