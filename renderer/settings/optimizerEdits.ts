// Edits of the optimizer: a different kind keeps the settings that both have, and takes its own defaults for the rest.

import {
  decoupledOptimizers,
  newOptimizer,
  type OptimizerSpec,
  type OptimizerType,
  optimizerTraits,
} from '../../app/contract/spec/optimizers.ts';

/** Those that a beginner turns; the rest is behind a click. */
export const firstSettings: readonly string[] = ['learningRate', 'momentum', 'weightDecay'];

/** `value` must be one that the contract's table of the setting allows. */
export function changeSetting(optimizer: OptimizerSpec, name: string, value: unknown): OptimizerSpec {
  return { ...optimizer, [name]: value } as OptimizerSpec;
}

function proposedRate(type: OptimizerType): number {
  return optimizerTraits[type].proposedLearningRate ?? newOptimizer(type).learningRate;
}

/** The learning rate is kept only where a person chose it: where it was neither the old kind's default nor what is proposed for that;
 *  else the new kind gets what is proposed for it. Of the rest only the decay is kept, where both have one of the same kind. */
export function changeType(optimizer: OptimizerSpec, type: OptimizerType): OptimizerSpec {
  const next = newOptimizer(type);
  const { type: old, learningRate: before } = optimizer;
  const isUsual = before === newOptimizer(old).learningRate || before === proposedRate(old);
  const learningRate = isUsual ? proposedRate(type) : before;
  const coupled = !decoupledOptimizers.includes(optimizer.type) && !decoupledOptimizers.includes(type);
  if (!coupled || !('weightDecay' in optimizer) || !('weightDecay' in next)) return { ...next, learningRate };
  return { ...next, learningRate, weightDecay: optimizer.weightDecay };
}
