// Edits of the optimizer: a different kind keeps the settings that both have, and takes its own defaults for the rest.

import {
  decoupledOptimizers,
  newOptimizer,
  type OptimizerSpec,
  type OptimizerType,
} from '../../app/contract/spec/optimizers.ts';

/** Those that a beginner turns; the rest is behind a click. */
export const firstSettings: readonly string[] = ['learningRate', 'momentum', 'weightDecay'];

/** `value` must be one that the contract's table of the setting allows. */
export function changeSetting(optimizer: OptimizerSpec, name: string, value: unknown): OptimizerSpec {
  return { ...optimizer, [name]: value } as OptimizerSpec;
}

/** The learning rate is kept only where it was not the old kind's default; of the rest only the decay, where both have one
 *  of the same kind. */
export function changeType(optimizer: OptimizerSpec, type: OptimizerType): OptimizerSpec {
  const next = newOptimizer(type);
  const isDefault = optimizer.learningRate === newOptimizer(optimizer.type).learningRate;
  const learningRate = isDefault ? next.learningRate : optimizer.learningRate;
  const coupled = !decoupledOptimizers.includes(optimizer.type) && !decoupledOptimizers.includes(type);
  if (!coupled || !('weightDecay' in optimizer) || !('weightDecay' in next)) return { ...next, learningRate };
  return { ...next, learningRate, weightDecay: optimizer.weightDecay };
}
