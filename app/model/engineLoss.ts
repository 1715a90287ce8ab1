// The engine's names for the contract's losses: hinge and focal are computed differently for two classes (one output) and for
// more.
import type { Loss } from '../contract/spec/losses.ts';
import type { Task } from '../contract/spec/task.ts';

export type EngineLossName =
  | Exclude<Loss, 'hinge' | 'focal'>
  | `${'binary' | 'categorical'}${'Hinge' | 'Focal'}`;

export function engineLoss(loss: Loss, task: Task): EngineLossName {
  const outputs = task === 'multiclass' ? 'categorical' : 'binary';
  if (loss === 'hinge') return `${outputs}Hinge`;
  return loss === 'focal' ? `${outputs}Focal` : loss;
}
