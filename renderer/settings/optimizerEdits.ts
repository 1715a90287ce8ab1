// Edits of the optimizer: its settings and its kind.

import {
  decoupledOptimizers,
  newOptimizer,
  type OptimizerSpec,
  type OptimizerType,
  optimizerTraits,
} from '../../app/contract/spec/optimizers.ts';

/** Settings that are always shown; the others are folded. */
export const firstSettings: readonly string[] = ['learningRate', 'momentum', 'weightDecay'];

/** @param value one that the contract allows for the setting. */
export function changeSetting(optimizer: OptimizerSpec, name: string, value: unknown): OptimizerSpec {
  return { ...optimizer, [name]: value } as OptimizerSpec;
}

function proposedRate(type: OptimizerType): number {
  return optimizerTraits[type].proposedLearningRate ?? newOptimizer(type).learningRate;
}

/** Changes the kind. A learning rate that is the old kind's default or proposed rate is replaced by the new kind's proposed rate; any
 *  other was chosen by a person and is kept. Weight decay is kept where both kinds add it to the gradient; the rest become defaults. */
export function changeType(optimizer: OptimizerSpec, type: OptimizerType): OptimizerSpec {
  const next = newOptimizer(type);
  const { type: old, learningRate: before } = optimizer;
  const isUsual = before === newOptimizer(old).learningRate || before === proposedRate(old);
  const learningRate = isUsual ? proposedRate(type) : before;
  const coupled = !decoupledOptimizers.includes(optimizer.type) && !decoupledOptimizers.includes(type);
  if (!coupled || !('weightDecay' in optimizer) || !('weightDecay' in next)) return { ...next, learningRate };
  return { ...next, learningRate, weightDecay: optimizer.weightDecay };
}
