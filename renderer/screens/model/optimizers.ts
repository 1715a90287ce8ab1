// Edits of the optimizer: another kind keeps the settings that both have, and takes its own defaults for the rest.
import {
  limits,
  type OptimizerSpec,
  type OptimizerType,
  optimizerDefaults,
  optimizers,
} from '../../../app/contract/spec.ts';

export const settingNames = ['learningRate', 'momentum', 'beta1', 'beta2', 'epsilon', 'weightDecay'] as const;
export type SettingName = (typeof settingNames)[number];

export const settingLimits: Record<SettingName, { min: number; max: number }> = {
  learningRate: limits.learningRate,
  momentum: limits.momentum,
  beta1: limits.beta,
  beta2: limits.beta,
  epsilon: limits.epsilon,
  weightDecay: limits.weightDecay,
};

/** Settings that this optimizer has, with their values, in the order in which they are shown. */
export function settingsOf(optimizer: OptimizerSpec): { name: SettingName; value: number }[] {
  return settingNames.flatMap((name) => {
    const value = (optimizer as Partial<Record<SettingName, number>>)[name];
    return value === undefined ? [] : [{ name, value }];
  });
}

export function changeSetting(optimizer: OptimizerSpec, name: SettingName, value: number): OptimizerSpec {
  return { ...optimizer, [name]: value } as OptimizerSpec;
}

/** The learning rate is kept only where it was not the old kind's default. */
export function changeType(optimizer: OptimizerSpec, type: OptimizerType): OptimizerSpec {
  const isDefault = optimizer.learningRate === optimizerDefaults[optimizer.type].learningRate;
  const common = {
    learningRate: isDefault ? optimizerDefaults[type].learningRate : optimizer.learningRate,
    weightDecay: optimizer.weightDecay,
  };
  switch (type) {
    case 'sgd':
      return { type, ...common };
    case 'momentum':
      return { type, ...common, momentum: optimizerDefaults.momentum.momentum };
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizerDefaults.adam;
      return { type, ...common, beta1, beta2, epsilon };
    }
  }
}

export const optimizerTypes = optimizers;
