// A spec with the optimizer of an entrant.
import type { OptimizerSpec } from '../../contract/spec/optimizers.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';

export function withOptimizer(spec: RunSpec, optimizer: OptimizerSpec): RunSpec {
  return { ...spec, training: { ...spec.training, optimizer } };
}
